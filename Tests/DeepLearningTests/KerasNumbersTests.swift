import DeepLearning
import Tensors
import Testing

/// Numbers that Keras 3 gives for the same inputs.
struct KerasNumbersTests {
  struct LayerCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let input: Numbers
    let weights: [Numbers]
    let output: Numbers
    let outputGradient: Numbers
    let inputGradient: Numbers
    let weightGradients: [Numbers]
    var testDescription: String { name }
  }

  struct LossCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let outputs: Numbers
    let targets: Numbers
    let activation: String
    let loss: Double
    let gradient: Numbers
    var testDescription: String { name }
  }

  struct OptimizerFile: Decodable {
    let x: Numbers
    let y: Numbers
    let weights: [Numbers]
    let cases: [OptimizerCase]
  }

  struct OptimizerCase: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let losses: [Double]
    let accuracies: [Double]
    let weights: [Numbers]
    var testDescription: String { name }
  }

  struct NetworkFile: Decodable {
    let x: Numbers
    let y: Numbers
    let weights: [Numbers]
    let losses: [Double]
  }

  private static var layers: [String: any Layer] {
    [
      "conv valid": Conv2D(filters: 3, kernelSize: 3),
      "conv same": Conv2D(filters: 2, kernelSize: 3, padding: .same),
      "conv same stride 2 even": Conv2D(filters: 2, kernelSize: 3, strides: 2, padding: .same),
      "conv same stride 2 odd": Conv2D(filters: 2, kernelSize: 3, strides: 2, padding: .same),
      "conv same even kernel": Conv2D(filters: 2, kernelSize: [2, 4], padding: .same),
      "conv valid ragged stride": Conv2D(filters: 2, kernelSize: [3, 2], strides: [2, 3]),
      "conv one channel batch 1": Conv2D(filters: 4, kernelSize: 3),
      "conv 1 x 1 no bias": Conv2D(filters: 3, kernelSize: 1, useBias: false),
      "conv 5 x 5 stride 2 valid": Conv2D(filters: 2, kernelSize: 5, strides: 2),
      "conv relu": Conv2D(filters: 3, kernelSize: 3, activation: .relu),
      "conv sigmoid": Conv2D(filters: 2, kernelSize: 3, activation: .sigmoid),
      "conv tanh same": Conv2D(filters: 2, kernelSize: 3, padding: .same, activation: .tanh),
      "pool 2": MaxPooling2D(poolSize: 2),
      "pool 2 ragged": MaxPooling2D(),
      "pool 2 same odd": MaxPooling2D(poolSize: 2, padding: .same),
      "pool 3 stride 2": MaxPooling2D(poolSize: 3, strides: 2),
      "pool 3 stride 2 same": MaxPooling2D(poolSize: 3, strides: 2, padding: .same),
      "pool (2, 3) stride (1, 2)": MaxPooling2D(poolSize: [2, 3], strides: [1, 2]),
      "flatten": Flatten(),
      "dense": Dense(units: 4),
      "dense relu batch 1": Dense(units: 4, activation: .relu),
      "dense softmax": Dense(units: 5, activation: .softmax),
      "dense no bias sigmoid": Dense(units: 2, activation: .sigmoid, useBias: false),
      "dense on maps": Dense(units: 3),
      "activation softmax": Activation(.softmax),
      "activation relu": Activation(.relu),
      "activation tanh": Activation(.tanh),
      "rescaling": Rescaling(1 / 127.5, offset: -1),
      "dropout outside training": Dropout(rate: 0.5),
    ]
  }

  @Test(arguments: try Fixtures.read("layers.json", as: [LayerCase].self))
  func layerGivesKerasOutputAndGradients(_ expected: LayerCase) throws {
    let layer = try #require(Self.layers[expected.name])
    let inputs = Input(shape: Array(expected.input.shape.dropFirst()))
    let model = try Model(inputs: inputs, outputs: layer(inputs))
    try model.setWeights(expected.weights.map(\.tensor))
    expectClose(try model.predict(expected.input.tensor), expected.output.tensor, within: 1e-5, "output")
    let found = try model.gradients(expected.input.tensor, outputWeights: expected.outputGradient.tensor)
    expectClose(found.input, expected.inputGradient.tensor, within: 1e-4, "input gradient")
    for (parameter, gradient) in zip(model.parameters, expected.weightGradients) {
      expectClose(try #require(found.parameters[parameter.path]), gradient.tensor, within: 1e-4, parameter.path)
    }
  }

  private static let losses: [String: Loss] = [
    "sparse logits": .sparseCategoricalCrossentropy(fromLogits: true),
    "binary logits": .binaryCrossentropy(fromLogits: true),
  ]

  @Test(arguments: try Fixtures.read("losses.json", as: [LossCase].self))
  func lossGivesKerasValueAndGradient(_ expected: LossCase) throws {
    let isBinary = expected.name.hasPrefix("binary")
    let loss = Self.losses[expected.name] ?? (isBinary ? .binaryCrossentropy : .sparseCategoricalCrossentropy)
    let inputs = Input(shape: Array(expected.outputs.shape.dropFirst()))
    let activation = try #require(ActivationFunction(rawValue: expected.activation))
    let model = try Model(inputs: inputs, outputs: Activation(activation)(inputs))
    try model.compile(loss: loss)
    let found = try model.lossGradients(expected.outputs.tensor, expected.targets.labels)
    #expect(abs(found.value - expected.loss) <= 1e-5 * abs(expected.loss))
    expectClose(found.input, expected.gradient.tensor, within: 1e-4, "gradient")
  }

  private static let optimizers: [String: Optimizer] = [
    "sgd": .sgd(),
    "sgd momentum": .sgd(learningRate: 0.05, momentum: 0.9),
    "sgd nesterov": .sgd(learningRate: 0.05, momentum: 0.8, nesterov: true),
    "rmsprop": .rmsprop(),
    "rmsprop momentum": .rmsprop(learningRate: 0.002, rho: 0.8, momentum: 0.5),
    "adam": .adam(),
    "adam fast": .adam(learningRate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-4),
  ]

  @Test(arguments: try Fixtures.read("optimizers.json", as: OptimizerFile.self).cases)
  func optimizerFollowsKeras(_ expected: OptimizerCase) throws {
    let file: OptimizerFile = try Fixtures.read("optimizers.json")
    let inputs = Input(shape: [6])
    let hidden = Dense(units: 5, activation: .tanh)(inputs)
    let model = try Model(inputs: inputs, outputs: Dense(units: 3, activation: .softmax)(hidden))
    try model.setWeights(file.weights.map(\.tensor))
    let optimizer = try #require(Self.optimizers[expected.name])
    try model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    let history = try model.fit(file.x.tensor, file.y.labels, epochs: 5, batchSize: 8, shuffle: false)
    for (found, value) in zip(try history["loss"], expected.losses) { #expect(abs(found - value) < 1e-5 * value) }
    for (found, value) in zip(try history["accuracy"], expected.accuracies) { #expect(abs(found - value) < 1e-6) }
    for (found, value) in zip(model.weights, expected.weights) { expectClose(found, value.tensor, within: 2e-5) }
  }

  @Test func smallNetworkFollowsKerasForTwentySteps() throws {
    let file: NetworkFile = try Fixtures.read("network.json")
    let inputs = Input(shape: [13, 11, 1])
    var t = Conv2D(filters: 6, kernelSize: 3, activation: .relu)(inputs)
    t = MaxPooling2D(poolSize: 2)(t)
    t = Conv2D(filters: 8, kernelSize: 3, strides: 2, padding: .same, activation: .relu)(t)
    t = Dense(units: 10, activation: .relu)(Flatten()(t))
    let model = try Model(inputs: inputs, outputs: Dense(units: 4, activation: .softmax)(t))
    try model.setWeights(file.weights.map(\.tensor))
    try model.compile(optimizer: .rmsprop(learningRate: 2e-3), loss: .sparseCategoricalCrossentropy)
    for (step, expected) in file.losses.enumerated() {
      let rows = step % 3 * 5..<step % 3 * 5 + 5
      let history = try model.fit(file.x.tensor.rows(rows), file.y.labels.rows(rows), batchSize: 5, shuffle: false)
      let found = try history["loss"][0]
      #expect(abs(found - expected) < 1e-3 * expected, "step \(step)")
    }
  }
}
