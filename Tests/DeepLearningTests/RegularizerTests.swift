import DeepLearning
import Tensors
import Testing

/// What weights add to the loss, and how they follow it, as in Keras.
struct RegularizerTests {
  struct File: Decodable {
    let x: Numbers
    let y: Numbers
    let cases: [Case]
  }

  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let initial: [Numbers]
    /// The loss before and after training.
    let evaluations: [Double]
    let losses: [Double]
    let weights: [Numbers]
    var testDescription: String { name }
  }

  private static func plain() throws -> Model {
    let inputs = Input(shape: [4])
    let hidden = Dense(
      units: 3, activation: .tanh, kernelRegularizer: .l1(0.02), biasRegularizer: .l2(0.05))(inputs)
    return try Model(
      inputs: inputs, outputs: Dense(units: 2, kernelRegularizer: .l1l2(l1: 0.01, l2: 0.03))(hidden))
  }

  private static func shared() throws -> Model {
    let inputs = Input(shape: [4])
    let layer = Dense(units: 4, activation: .tanh, kernelRegularizer: .l2(0.1))
    return try Model(inputs: inputs, outputs: Dense(units: 2)(layer(layer(inputs))))
  }

  private static func nested(isFrozen: Bool = false) throws -> Model {
    let innerInputs = Input(shape: [4])
    let inner = try Model(
      inputs: innerInputs,
      outputs: Dense(units: 3, activation: .tanh, kernelRegularizer: .l2(0.1))(innerInputs))
    let inputs = Input(shape: [4])
    let model = try Model(inputs: inputs, outputs: Dense(units: 2, kernelRegularizer: .l1(0.05))(inner(inputs)))
    inner.trainable = !isFrozen
    return model
  }

  private static func model(_ name: String) throws -> (Model, Optimizer) {
    switch name {
    case "plain": (try plain(), .sgd(learningRate: 0.1))
    case "plain clipped": (try plain(), .sgd(learningRate: 0.1, clipNorm: 0.1))
    case "plain clipped by all, decayed":
      (try plain(), .sgd(learningRate: 0.1, weightDecay: 0.1, globalClipNorm: 0.2))
    case "plain adam": (try plain(), .adam(learningRate: 0.02))
    case "shared": (try shared(), .sgd(learningRate: 0.1))
    case "nested": (try nested(), .sgd(learningRate: 0.1))
    default: (try nested(isFrozen: true), .sgd(learningRate: 0.1))
    }
  }

  @Test(arguments: try Fixtures.read("regularizers.json", as: File.self).cases.filter { $0.name != "convolution" })
  func lossesAndWeightsFollowKeras(_ expected: Case) throws {
    let file: File = try Fixtures.read("regularizers.json")
    let (model, optimizer) = try Self.model(expected.name)
    try follow(expected, model, optimizer, file.x.tensor, file.y.labels)
  }

  @Test func aConvolutionsKernelAndBiasFollowKeras() throws {
    let file: File = try Fixtures.read("regularizers.json")
    let expected = try #require(file.cases.first { $0.name == "convolution" })
    let inputs = Input(shape: [2, 2, 1])
    let features = Conv2D(
      filters: 3, kernelSize: 2, padding: .same, activation: .tanh, kernelRegularizer: .l2(0.05),
      biasRegularizer: .l1(0.1))(inputs)
    let model = try Model(inputs: inputs, outputs: Dense(units: 2)(Flatten()(features)))
    try follow(expected, model, .sgd(learningRate: 0.1), file.x.tensor.reshaped([-1, 2, 2, 1]), file.y.labels)
  }

  private func follow(
    _ expected: Case, _ model: Model, _ optimizer: Optimizer, _ x: Tensor<Float>, _ y: Tensor<Int32>
  ) throws {
    try model.setWeights(expected.initial.map(\.tensor))
    try model.compile(
      optimizer: optimizer, loss: .sparseCategoricalCrossentropy(fromLogits: true), metrics: [.accuracy])
    let before = try model.evaluate(x, y, batchSize: 8)["loss"]
    let history = try model.fit(x, y, epochs: 5, batchSize: 8, shuffle: false)
    let after = try model.evaluate(x, y, batchSize: 8)["loss"]
    let found = try [before] + history["loss"] + [after]
    let losses = [expected.evaluations[0]] + expected.losses + [expected.evaluations[1]]
    for (found, value) in zip(found, losses) { #expect(abs(found - value) < 1e-5 * value) }
    for (found, value) in zip(model.weights, expected.weights) { expectClose(found, value.tensor, within: 2e-5) }
  }

  @Test func thePenaltyOfATrainedWeightIsPartOfTheLoss() throws {
    let inputs = Input(shape: [2])
    let layer = Dense(units: 2, kernelRegularizer: .l1l2(l1: 0.5, l2: 0.25))
    let model = try Model(inputs: inputs, outputs: layer(inputs))
    try model.setWeights([Tensor<Float>([2, 2], [1, -2, 0, 4]), Tensor<Float>([9, 9])])
    try model.compile(loss: .sparseCategoricalCrossentropy(fromLogits: true))
    let (x, y) = (Tensor<Float>([1, 2], [0, 0]), Tensor<Int32>([0]))
    let expected = 0.5 * 7 + 0.25 * 21
    #expect(try abs(model.evaluate(x, y)["loss"] - expected - 0.693_147_18) < 1e-6)
    #expect(try abs(model.testOnBatch(x, y)["loss"] - expected - 0.693_147_18) < 1e-6)
    layer.trainable = false
    #expect(try abs(model.evaluate(x, y)["loss"] - 0.693_147_18) < 1e-6)
    layer.trainable = true
    #expect(try abs(model.trainOnBatch(x, y)["loss"] - expected - 0.693_147_18) < 1e-6)
  }
}
