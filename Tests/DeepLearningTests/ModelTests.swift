import DeepLearning
import Tensors
import Testing

/// Graphs: names, shapes, sharing, summaries.
struct ModelTests {
  private func convnet(name: String = "functional", seed: UInt64 = 1) throws -> Model {
    let inputs = Input(shape: [28, 28, 1])
    var t = Rescaling(1 / 255)(inputs)
    t = MaxPooling2D(poolSize: 2)(Conv2D(filters: 32, kernelSize: 3, activation: .relu)(t))
    t = Conv2D(filters: 64, kernelSize: 3, activation: .relu)(t)
    t = Dropout(rate: 0.5)(Flatten()(t))
    return try Model(inputs: inputs, outputs: Dense(units: 10, activation: .softmax)(t), name: name, seed: seed)
  }

  @Test func layersAreNamedAsInKeras() throws {
    let names = try convnet().layers.map(\.name)
    #expect(
      names == [
        "input_layer", "rescaling", "conv2d", "max_pooling2d", "conv2d_1", "flatten", "dropout", "dense",
      ])
  }

  @Test func namesAreCountedWithinEachModel() throws {
    _ = try convnet()
    #expect(try convnet().layers[2].name == "conv2d")
  }

  @Test func aGivenNameIsKeptAndNotGivenAgain() throws {
    let inputs = Input(shape: [4], name: "pixels")
    let model = try Model(inputs: inputs, outputs: Dense(units: 2)(Dense(units: 2, name: "dense")(inputs)))
    #expect(model.layers.map(\.name) == ["pixels", "dense", "dense_1"])
  }

  @Test func summaryIsKerasTable() throws {
    let model = try convnet(name: "mnist_convnet")
    try model.layer(named: "conv2d").trainable = false
    #expect(
      model.summaryText == """
        Model: "mnist_convnet"
        ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
        ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
        ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
        │ input_layer (InputLayer)        │ (None, 28, 28, 1)      │             0 │
        ├─────────────────────────────────┼────────────────────────┼───────────────┤
        │ rescaling (Rescaling)           │ (None, 28, 28, 1)      │             0 │
        ├─────────────────────────────────┼────────────────────────┼───────────────┤
        │ conv2d (Conv2D)                 │ (None, 26, 26, 32)     │           320 │
        ├─────────────────────────────────┼────────────────────────┼───────────────┤
        │ max_pooling2d (MaxPooling2D)    │ (None, 13, 13, 32)     │             0 │
        ├─────────────────────────────────┼────────────────────────┼───────────────┤
        │ conv2d_1 (Conv2D)               │ (None, 11, 11, 64)     │        18,496 │
        ├─────────────────────────────────┼────────────────────────┼───────────────┤
        │ flatten (Flatten)               │ (None, 7744)           │             0 │
        ├─────────────────────────────────┼────────────────────────┼───────────────┤
        │ dropout (Dropout)               │ (None, 7744)           │             0 │
        ├─────────────────────────────────┼────────────────────────┼───────────────┤
        │ dense (Dense)                   │ (None, 10)             │        77,450 │
        └─────────────────────────────────┴────────────────────────┴───────────────┘
         Total params: 96,266 (376.04 KB)
         Trainable params: 95,946 (374.79 KB)
         Non-trainable params: 320 (1.25 KB)
        """)
  }

  @Test func aLongNameWidensItsColumn() throws {
    let inputs = Input(shape: [1000])
    let name = String(repeating: "n", count: 40)
    let model = try Model(inputs: inputs, outputs: Dense(units: 300, name: name)(inputs))
    let lines = model.summaryText.split(separator: "\n").dropFirst().prefix(7)
    #expect(Set(lines.map(\.count)).count == 1)
    #expect(model.summaryText.contains("300,300 (1.15 MB)"))
  }

  @Test func theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() throws {
    let (first, second, third) = (try convnet(), try convnet(), try convnet(seed: 2))
    #expect(first.weights == second.weights)
    #expect(first.weights[0] != third.weights[0])
  }

  @Test func addingALayerDoesNotChangeTheWeightsOfOthers() throws {
    let inputs = Input(shape: [8])
    let short = try Model(inputs: inputs, outputs: Dense(units: 4, name: "first")(inputs), seed: 9)
    let middle = Dense(units: 4, name: "first")(inputs)
    let long = try Model(inputs: inputs, outputs: Dense(units: 4)(middle), seed: 9)
    #expect(try short.layer(named: "first").kernel == long.layer(named: "first").kernel)
  }

  @Test func kernelsAreGlorotUniformAndBiasesZero() throws {
    let inputs = Input(shape: [300])
    let model = try Model(inputs: inputs, outputs: Dense(units: 200)(inputs), seed: 4)
    let kernel = try model.layers[1].kernel.elements
    let limit = (6 / Float(500)).squareRoot()
    #expect(kernel.allSatisfy { abs($0) <= limit })
    #expect(abs(kernel.reduce(0, +) / 60_000) < 0.01 * limit)
    let variance = kernel.map { Double($0 * $0) }.reduce(0, +) / 60_000
    #expect(abs(variance / (Double(limit * limit) / 3) - 1) < 0.02)
    #expect(try model.layers[1].bias == Tensor(zeros: [200]))
  }

  @Test func initializersCanBeChosen() throws {
    let inputs = Input(shape: [3])
    let layer = Dense(units: 2, kernelInitializer: .heUniform, biasInitializer: .constant(3))
    let model = try Model(inputs: inputs, outputs: layer(inputs))
    #expect(try model.layers[1].bias == Tensor([3, 3]))
    #expect(try model.layers[1].kernel.elements.allSatisfy { abs($0) <= Float(2).squareRoot() })
  }

  @Test func intermediateOutputsShareWeights() throws {
    let model = try convnet()
    let layer = try model.layer(named: "conv2d")
    let features = try Model(inputs: model.inputs, outputs: layer.output)
    let x = wave([3, 28, 28, 1], scale: 100)
    #expect(try features.predict(x).shape == [3, 26, 26, 32])
    let before = try features.predict(x)
    try layer.setKernel(Tensor(zeros: [3, 3, 1, 32]))
    #expect(try features.predict(x) == Tensor(zeros: before.shape))
    #expect(try model.layer(named: "conv2d").name == features.layers.last?.name)
  }

  @Test func severalOutputsArePredictedAtOnce() throws {
    let model = try convnet()
    let outputs = try ["conv2d", "max_pooling2d", "conv2d_1"].map { try model.layer(named: $0).output }
    let several = try Model(inputs: model.inputs, outputs: outputs)
    let x = wave([2, 28, 28, 1])
    let maps = try several.predictAll(x)
    #expect(maps.map(\.shape) == [[2, 26, 26, 32], [2, 13, 13, 32], [2, 11, 11, 64]])
    let single = try Model(inputs: model.inputs, outputs: outputs[1])
    expectClose(try single.predict(x), maps[1], within: 1e-6)
  }

  @Test func bytesAndFloatsPredictTheSame() throws {
    let model = try convnet()
    let bytes = Tensor<UInt8>([2, 28, 28, 1], (0..<1568).map { UInt8($0 % 251) })
    #expect(try model.predict(bytes) == model.predict(bytes.map { Float($0) }))
  }

  @Test func predictionsDoNotDependOnTheBatchSize() throws {
    let model = try convnet()
    let x = wave([7, 28, 28, 1], scale: 200)
    expectClose(try model.predict(x, batchSize: 3), try model.predict(x), within: 1e-6)
  }

  @Test func identityFilterLeavesTheImageUnchanged() throws {
    let inputs = Input(shape: [5, 4, 1])
    let model = try Model(inputs: inputs, outputs: Conv2D(filters: 1, kernelSize: 3, padding: .same)(inputs))
    var kernel = Tensor<Float>(zeros: [3, 3, 1, 1])
    kernel[1, 1, 0, 0] = 1
    try model.layers[1].setKernel(kernel)
    let x = wave([2, 5, 4, 1])
    #expect(try model.predict(x) == x)
  }
}
