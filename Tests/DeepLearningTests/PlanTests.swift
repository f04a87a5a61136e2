import DeepLearning
import Tensors
import Testing

/// What a model becomes before it runs.
struct PlanTests {
  private func model() throws -> Model {
    let inputs = Input(shape: [28, 28, 1])
    var t = MaxPooling2D(poolSize: 2)(Conv2D(filters: 8, kernelSize: 3, activation: .relu)(inputs))
    t = Activation(.relu)(MaxPooling2D(poolSize: 2)(Conv2D(filters: 8, kernelSize: 3)(t)))
    t = MaxPooling2D(poolSize: 3)(Conv2D(filters: 8, kernelSize: 1, activation: .tanh)(t))
    t = Dense(units: 9, activation: .relu)(Dropout(rate: 0.5)(Flatten()(t)))
    let model = try Model(inputs: inputs, outputs: Dense(units: 4, activation: .softmax)(t))
    try model.compile(loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    return model
  }

  @Test func neighboursAreJoinedAndTheLossLooksThroughTheSoftmax() throws {
    let forward = try model().planDescription(batchSize: 4, trains: true).operations.prefix(9)
    #expect(
      Array(forward) == [
        "ConvolutionForward conv2d (relu, pooled)", "ConvolutionForward conv2d_1 (relu, pooled)",
        "ConvolutionForward conv2d_2", "ActivationForward conv2d_2", "MaxPoolingForward max_pooling2d_2",
        "Masking dropout", "DenseForward dense (relu)", "DenseForward dense_1", "LossForward loss",
      ])
  }

  @Test func dropoutIsGoneAndSoftmaxStaysOutsideTraining() throws {
    let operations = try model().planDescription(batchSize: 4, trains: false).operations
    #expect(operations.last == "ActivationForward dense_1")
    #expect(!operations.contains { $0.contains("dropout") })
  }

  @Test func frozenLayersHaveNoBackwardPass() throws {
    let model = try model()
    for name in ["conv2d", "conv2d_1", "conv2d_2"] { try model.layer(named: name).trainable = false }
    let operations = try model.planDescription(batchSize: 4, trains: true).operations
    #expect(operations.filter { $0.contains("Backward") } == ["DenseBackward dense_1", "DenseBackward dense (relu)"])
  }

  @Test func separableConvolutionsArePredictedInOnePassWithTheirNeighbours() throws {
    func operations(watched: Bool) throws -> [String] {
      let inputs = Input(shape: [9, 9, 4])
      let between = Activation(.relu)(BatchNormalization()(Add()([inputs, inputs])))
      let maps = SeparableConv2D(filters: 6, kernelSize: 3, padding: .same)(between)
      let pooled = MaxPooling2D(poolSize: 3, strides: 2, padding: .same)(maps)
      let model = try Model(inputs: inputs, outputs: watched ? [pooled, maps] : [pooled])
      return try model.planDescription(batchSize: 2, trains: false).operations
    }
    #expect(
      try operations(watched: false) == [
        "CombinationForward add (sum)", "SeparableForward separable_conv2d (normalized, pooled)",
      ])
    #expect(
      try operations(watched: true).suffix(2) == [
        "SeparableForward separable_conv2d (normalized)", "MaxPoolingForward max_pooling2d",
      ])
  }

  @Test func trainingJoinsSeparableConvolutionsWithTheNormalizationBefore() throws {
    func operations(activation: Activation? = nil) throws -> [String] {
      let inputs = Input(shape: [9, 9, 4])
      let between = Activation(.relu)(BatchNormalization()(inputs))
      var maps = SeparableConv2D(filters: 6, kernelSize: 3, padding: .same)(between)
      if let activation { maps = activation(maps) }
      let pooled = MaxPooling2D(poolSize: 3, strides: 2, padding: .same)(maps)
      let model = try Model(inputs: inputs, outputs: pooled)
      try model.compile(loss: .meanSquaredError)
      return try model.planDescription(batchSize: 2, trains: true).operations
    }
    let names = try operations()
    #expect(names.first == "SeparableForward separable_conv2d (normalized by batch, pooled)")
    #expect(
      names.filter { $0.contains("Backward") } == [
        "SeparableBackward separable_conv2d (normalized by batch, pooled)"
      ])
    // Where ReLU follows at once, the parts compute their gradients themselves.
    let rectified = try operations(activation: Activation(.relu))
    #expect(!rectified.contains { $0.hasPrefix("Separable") })
  }

  @Test func wantedValuesAreNotJoinedAway() throws {
    let inputs = Input(shape: [8, 8, 1])
    let convolved = Conv2D(filters: 2, kernelSize: 3, activation: .relu)(inputs)
    let pooled = MaxPooling2D(poolSize: 2)(convolved)
    let model = try Model(inputs: inputs, outputs: [convolved, pooled])
    let operations = try model.planDescription(batchSize: 1, trains: false).operations
    #expect(operations == ["ConvolutionForward conv2d (relu)", "MaxPoolingForward max_pooling2d"])
  }

  @Test func neighboursWithAnotherShapeBetweenThemAreNotJoined() throws {
    func operations(_ shape: [Int], _ layer: any Layer) throws -> [String] {
      let inputs = Input(shape: [4, 4, 4])
      let reshaped = Reshape(shape)(Conv2D(filters: 4, kernelSize: 1)(inputs))
      return try Model(inputs: inputs, outputs: layer(reshaped)).planDescription(batchSize: 8, trains: false).operations
    }
    #expect(
      try operations([2, 8, 4], MaxPooling2D(poolSize: 2)) == [
        "ConvolutionForward conv2d", "MaxPoolingForward max_pooling2d",
      ])
    for shape in [[8, 8, 1], [64]] {
      #expect(
        try operations(shape, BatchNormalization()) == [
          "ConvolutionForward conv2d", "BatchNormalizationForward batch_normalization",
        ])
    }
    #expect(try operations([2, 8, 4], BatchNormalization()).count == 2)
    #expect(try operations([2, 8, 4], BatchNormalization()).last == "ConvolutionForward conv2d")
  }

  @Test func buffersShareMemory() throws {
    let inputs = Input(shape: [64])
    var t = inputs
    for _ in 0..<10 { t = Dense(units: 64, activation: .tanh)(t) }
    let plan = try Model(inputs: inputs, outputs: t).planDescription(batchSize: 16, trains: false)
    #expect(plan.bytes <= 3 * 16 * 64 * 4 + 2 * (plan.bytesWithoutSharing - 21 * 16 * 64 * 4))
    #expect(plan.bytesWithoutSharing >= 21 * 16 * 64 * 4)
  }

  @Test func weightsStayWhereTheyAreWhileTraining() throws {
    let model = try model()
    let x = wave([6, 28, 28, 1])
    let y = Tensor<Int32>([0, 1, 2, 3, 0, 1])
    try model.fit(x, y)
    let before = model.parameters.map { $0.value.address }
    try model.fit(x, y, epochs: 3)
    #expect(model.parameters.map { $0.value.address } == before)
  }

  @Test func aCopyOfAWeightKeepsItsValueWhileTrainingGoesOn() throws {
    let model = try model()
    let kernel = try model.layer(named: "conv2d").kernel
    let elements = kernel.elements
    try model.fit(wave([2, 28, 28, 1]), Tensor<Int32>([0, 1]))
    #expect(kernel.elements == elements)
    #expect(try model.layer(named: "conv2d").kernel != kernel)
  }

  @Test func aModelMayStartInTheMiddleOfAnother() throws {
    let model = try model()
    let middle = try model.layer(named: "max_pooling2d_1").output
    let upper = try Model(inputs: middle, outputs: model.outputs)
    let lower = try Model(inputs: model.inputs, outputs: middle)
    #expect(upper.parameters.map(\.path).first == "conv2d_2/kernel")
    let x = wave([3, 28, 28, 1])
    expectClose(try upper.predict(lower.predict(x)), try model.predict(x), within: 1e-6)
  }

  /// The way round a block is taken first, so that it comes last on the way back and adds to the gradient that is there.
  @Test func theWayRoundABlockAddsItsGradientInPlace() throws {
    let inputs = Input(shape: [8, 8, 16])
    let before = Conv2D(filters: 16, kernelSize: 1, activation: .tanh)(inputs)
    let through = MaxPooling2D(poolSize: 2)(Conv2D(filters: 16, kernelSize: 3, padding: .same)(before))
    let round = Conv2D(filters: 16, kernelSize: 1, strides: 2, name: "round")(before)
    let model = try Model(inputs: inputs, outputs: Add()([through, round]))
    try model.compile(loss: .meanSquaredError)
    let operations = try model.planDescription(batchSize: 2, trains: true).operations
    #expect(
      operations.filter { $0.contains("Convolution") || $0.contains("Accumulation") } == [
        "ConvolutionForward conv2d", "ConvolutionForward round", "ConvolutionForward conv2d_1 (pooled)",
        "ConvolutionBackward conv2d_1 (pooled)", "ConvolutionBackward round", "ConvolutionBackward conv2d",
      ])
    let prediction = try model.planDescription(batchSize: 2, trains: false).operations
    #expect(prediction.firstIndex(of: "ConvolutionForward round") == prediction.count - 2)
  }

  @Test func gradientsOfPathsThatMeetAreAdded() throws {
    let inputs = Input(shape: [3])
    let layer = Dense(units: 3, useBias: false)
    let model = try Model(inputs: inputs, outputs: layer(layer(inputs)))
    try model.setWeights([Tensor([3, 3], [2, 0, 0, 0, 2, 0, 0, 0, 2])])
    let found = try model.gradients(Tensor([1, 3], [1, 1, 1]), outputWeights: Tensor([1, 3], [1, 0, 0]))
    #expect(found.input == Tensor([1, 3], [4, 0, 0]))
    #expect(found.parameters["dense/kernel"] == Tensor([3, 3], [4, 0, 0, 4, 0, 0, 4, 0, 0]))
  }
}

extension Tensor {
  /// Where the elements lie.
  fileprivate var address: Int { unsafe withUnsafeBuffer { Int(bitPattern: $0.baseAddress) } }
}
