import DeepLearning
import Tensors
import Testing

/// What training does with moving averages, and which operations a normalisation becomes.
struct BatchNormalizationLayerTests {
  private func model(_ layer: BatchNormalization = BatchNormalization(momentum: 0.75)) throws -> Model {
    let inputs = Input(shape: [4, 4, 2])
    let features = Activation(.relu)(layer(Conv2D(filters: 3, kernelSize: 3)(inputs)))
    let model = try Model(
      inputs: inputs, outputs: Dense(units: 2, activation: .softmax)(GlobalAveragePooling2D()(features)), seed: 4)
    try model.compile(optimizer: .sgd(learningRate: 0.1), loss: .sparseCategoricalCrossentropy)
    return model
  }

  private let x = wave([6, 4, 4, 2])
  private let y = Tensor<Int32>([0, 1, 1, 0, 1, 0])

  private func averages(_ model: Model) -> [Tensor<Float>] {
    model.parameters.filter { $0.name.hasPrefix("moving") }.map(\.value)
  }

  @Test func weightsHaveKerasNamesAndOrder() throws {
    let layer = try model().layer(named: "batch_normalization")
    #expect(layer.parameters.map(\.name) == ["gamma", "beta", "moving_mean", "moving_variance"])
    #expect(layer.parameters.map(\.isTrainable) == [true, true, false, false])
    #expect(layer.weights.map(\.elements) == [[1, 1, 1], [0, 0, 0], [0, 0, 0], [1, 1, 1]])
    let bare = try model(BatchNormalization(center: false, scale: false)).layer(named: "batch_normalization")
    #expect(bare.parameters.map(\.name) == ["moving_mean", "moving_variance"])
  }

  @Test func reluIsJoinedAndAveragesMoveAtTheEndOfAStep() throws {
    let operations = try model().planDescription(batchSize: 4, trains: true).operations
    #expect(operations.contains("BatchNormalizationForward batch_normalization (batch, relu)"))
    #expect(operations.contains("BatchNormalizationBackward batch_normalization (batch, relu)"))
    #expect(operations.suffix(2) == ["AverageUpdate batch_normalization", "AverageUpdate batch_normalization"])
    let inference = try model().planDescription(batchSize: 4, trains: false).operations
    #expect(!inference.contains { $0.contains("AverageUpdate") || $0.contains("batch, relu") })
  }

  @Test func averagesMoveInTrainingOnly() throws {
    let model = try model()
    let before = averages(model)
    _ = try model.evaluate(x, y)
    _ = try model.predict(x)
    #expect(averages(model) == before)
    try model.trainOnBatch(x, y)
    #expect(zip(averages(model), before).allSatisfy { $0 != $1 })
  }

  @Test func aFrozenNormalizationKeepsItsAveragesAndUsesThem() throws {
    let layer = BatchNormalization()
    let model = try model(layer)
    layer.trainable = false
    let before = averages(model)
    try model.fit(x, y, epochs: 2, batchSize: 4)
    #expect(averages(model) == before)
    #expect(try model.layer(named: "batch_normalization").weights[0].elements == [1, 1, 1])
    layer.trainable = true
    try model.fit(x, y)
    #expect(averages(model) != before)
  }

  @Test func aStepThatFailsMovesNothing() throws {
    let model = try model()
    let kernel = try model.layer(named: "dense").kernel
    try model.layer(named: "dense").setKernel(kernel.map { _ in .infinity })
    let before = averages(model)
    #expect(throws: DeepLearningError.self) { try model.trainOnBatch(x, y) }
    #expect(averages(model) == before)
  }

  @Test func aSharedNormalizationMovesItsAveragesForEveryCall() throws {
    let layer = BatchNormalization(momentum: 0.5, center: false, scale: false)
    let inputs = Input(shape: [1])
    let model = try Model(inputs: inputs, outputs: Concatenate()([layer(inputs), layer(Rescaling(2)(inputs))]))
    try model.compile(optimizer: .sgd(learningRate: 0), loss: .binaryCrossentropy(fromLogits: true))
    try model.trainOnBatch(Tensor<Float>([2, 1], [1, 3]), Tensor<Float>([2, 2], [0, 1, 1, 0]))
    // 0 → 0.5 · 0 + 0.5 · 2 = 1 → 0.5 · 1 + 0.5 · 4 = 2.5; 1 → 0.5 + 0.5 · 1 = 1 → 0.5 + 0.5 · 4 = 2.5
    #expect(averages(model).map(\.elements) == [[2.5], [2.5]])
  }

  @Test func threadsChangeNoBitOfTraining() throws {
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    let runs = try [1, 2, 3].map { threads in
      ThreadPool.shared.threads = threads
      let model = try model()
      try model.fit(x, y, epochs: 3, batchSize: 4)
      return model.weights
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  @Test func settingsOutOfRangeAreErrorsOfTheLayer() {
    func problem(_ layer: BatchNormalization) -> String? {
      let inputs = Input(shape: [4, 4, 2])
      return #expect(throws: DeepLearningError.self) { try Model(inputs: inputs, outputs: layer(inputs)) }?.problem
    }
    #expect(problem(BatchNormalization(axis: 1)) == "axis is 1")
    #expect(problem(BatchNormalization(momentum: 1.5)) == "momentum is 1.5")
    #expect(problem(BatchNormalization(epsilon: -1)) == "epsilon is -1.0")
  }

  @Test func theLastAxisMayBeNamedByItsNumber() throws {
    let inputs = Input(shape: [4, 4, 2])
    #expect(try Model(inputs: inputs, outputs: BatchNormalization(axis: 3)(inputs)).outputs[0].shape == [4, 4, 2])
  }
}

/// A normalisation by moving averages that is part of the convolution before it.
struct NormalizationFoldingTests {
  /// Sets every weight to something, variances above 0.
  private func fill(_ model: Model) throws {
    try model.setWeights(
      model.parameters.enumerated().map { number, parameter in
        let values = wave(parameter.shape, scale: 0.7, phase: Float(number))
        return parameter.name == "moving_variance" ? values.map { abs($0) + 0.2 } : values
      })
  }

  private func operations(_ model: Model) throws -> [String] {
    try model.planDescription(batchSize: 4, trains: false).operations
  }

  private static var layers: [any Layer] {
    [
      Conv2D(filters: 5, kernelSize: 3), Conv2D(filters: 6, kernelSize: 3, groups: 2, useBias: false),
      DepthwiseConv2D(kernelSize: 3, depthMultiplier: 2), SeparableConv2D(filters: 5, kernelSize: 3, useBias: false),
      Dense(units: 3),
    ]
  }

  @Test(arguments: 0..<5, [false, true])
  func givesTheSameOutputsInOnePass(_ number: Int, hasReLU: Bool) throws {
    let inputs = Input(shape: [6, 7, 4])
    let features = Self.layers[number](inputs)
    let normalized = BatchNormalization(center: hasReLU, scale: !hasReLU)(features)
    let last = hasReLU ? Activation(.relu)(normalized) : normalized
    let folded = try Model(inputs: inputs, outputs: last)
    let apart = try Model(inputs: inputs, outputs: [features, last])
    try fill(folded)
    #expect(try !operations(folded).contains { $0.contains("BatchNormalizationForward") })
    #expect(try operations(folded).contains("FoldedFilter batch_normalization"))
    #expect(try operations(apart).contains { $0.contains("BatchNormalizationForward") })
    let x = wave([4, 6, 7, 4])
    let expected = try apart.predictAll(x)[1]
    expectClose(try folded.predict(x), expected, within: 2e-6)
    try fill(folded)
    try folded.setWeights(folded.weights.map { $0 * 0.5 + 0.1 })
    let after = try folded.predict(x)
    #expect(after != expected)
    expectClose(after, try apart.predictAll(x)[1], within: 2e-6, "new weights")
  }

  @Test func aTransposedConvolutionAndALargeFilterStayApart() throws {
    let inputs = Input(shape: [3, 3, 4])
    let transposed = try Model(
      inputs: inputs, outputs: BatchNormalization()(Conv2DTranspose(filters: 2, kernelSize: 3)(inputs)))
    let large = try Model(inputs: inputs, outputs: BatchNormalization()(Conv2D(filters: 2, kernelSize: 3)(inputs)))
    for model in [transposed, large] {
      #expect(try operations(model).contains { $0.hasPrefix("BatchNormalizationForward") })
    }
  }

  @Test func aValueThatOthersReadIsKept() throws {
    let inputs = Input(shape: [6, 7, 4])
    let features = Conv2D(filters: 4, kernelSize: 1)(inputs)
    let model = try Model(inputs: inputs, outputs: Add()([features, BatchNormalization()(features)]))
    #expect(try operations(model).contains("BatchNormalizationForward batch_normalization"))
  }

  @Test func gradientsAreThoseOfTheTwo() throws {
    let inputs = Input(shape: [6, 7, 4])
    let model = try Model(inputs: inputs, outputs: BatchNormalization()(Conv2D(filters: 3, kernelSize: 3)(inputs)))
    try fill(model)
    let x = wave([2, 6, 7, 4])
    let seed = wave([2, 4, 5, 3], phase: 1)
    let found = try model.gradients(x, outputWeights: seed)
    #expect(
      found.parameters.keys.sorted() == [
        "batch_normalization/beta", "batch_normalization/gamma", "conv2d/bias", "conv2d/kernel",
      ])
    let sums = seed.sum(axis: 0).sum(axis: 0).sum(axis: 0)
    expectClose(try #require(found.parameters["batch_normalization/beta"]), sums, within: 1e-5)
  }
}
