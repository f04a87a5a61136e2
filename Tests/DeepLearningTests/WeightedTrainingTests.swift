import DeepLearning
import Tensors
import Testing

/// Weights of classes, examples and pixels against Keras 3.
struct WeightedTrainingTests {
  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let x: Numbers
    let y: Numbers
    let initial: [Numbers]
    let sampleWeight: Numbers?
    let validationWeight: Numbers?
    let classWeight: [[Double]]?
    let values: [String: [Double]]
    let weights: [Numbers]
    var testDescription: String { name }

    /// The network, compiled, with Keras' initial weights.
    func makeModel() throws -> Model {
      let inputs = Input(shape: Array(x.shape.dropFirst()))
      let units = weights.last?.shape[0] ?? 1
      let activation: ActivationFunction = units == 1 ? .sigmoid : .softmax
      let hidden = x.shape.count == 2 ? Dense(units: 5, activation: .tanh)(inputs) : inputs
      let model = try Model(inputs: inputs, outputs: Dense(units: units, activation: activation)(hidden))
      try model.setWeights(initial.map(\.tensor))
      let loss: Loss =
        units == 1
        ? .binaryCrossentropy
        : y.shape == x.shape.dropLast() ? .sparseCategoricalCrossentropy : .categoricalCrossentropy
      let more: [Metric] = [.auc, .precision].filter { values[$0.name] != nil }
      try model.compile(optimizer: .sgd(learningRate: 0.2), loss: loss, metrics: [.accuracy] + more)
      return model
    }
  }

  @Test(arguments: try Fixtures.read("objective_training.json", as: [Case].self))
  func trainingFollowsKeras(_ expected: Case) throws {
    let model = try expected.makeModel()
    let (x, y) = (expected.x.tensor, expected.y.tensor)
    let classes = expected.classWeight.map { Dictionary(uniqueKeysWithValues: $0.map { (Int($0[0]), $0[1]) }) }
    let history = try model.fit(
      x, y, epochs: 3, batchSize: 5, validationData: (x.rows(0..<7), y.rows(0..<7)), shuffle: false,
      classWeight: classes, sampleWeight: expected.sampleWeight?.tensor,
      validationSampleWeight: expected.validationWeight?.tensor)
    #expect(Set(history.names) == Set(expected.values.keys))
    for (name, values) in expected.values {
      for (found, value) in zip(try history[name], values) {
        #expect(abs(found - value) <= 2e-5 * max(value, 0.1), "\(name)")
      }
    }
    for (found, value) in zip(model.weights, expected.weights) { expectClose(found, value.tensor, within: 2e-5) }
  }

  private let x = TrainingTests.x
  private let y = TrainingTests.y

  @Test func weightsOfOneChangeNothing() throws {
    let (plain, weighted, classes) = (try TrainingTests.model(), try TrainingTests.model(), try TrainingTests.model())
    let values = try plain.fit(x, y, epochs: 2, batchSize: 16).rows
    #expect(try weighted.fit(x, y, epochs: 2, batchSize: 16, sampleWeight: Tensor([50], repeating: 1)).rows == values)
    #expect(try classes.fit(x, y, epochs: 2, batchSize: 16, classWeight: [1: 1]).rows == values)
    #expect(weighted.weights == plain.weights)
    #expect(classes.weights == plain.weights)
  }

  @Test func classWeightsAreThoseOfEachExamplesClass() throws {
    let (classes, examples) = (try TrainingTests.model(), try TrainingTests.model())
    try classes.fit(x, y, validationSplit: 0.2, classWeight: [0: 2, 2: 0.5])
    let weights = y.map { [0: Float(2), 1: 1, 2: 0.5][$0] ?? 0 }
    try examples.fit(x, y, validationSplit: 0.2, sampleWeight: weights)
    #expect(classes.weights == examples.weights)
  }

  @Test func classWeightsDoNotCountInValidation() throws {
    let model = try TrainingTests.model()
    let history = try model.fit(x, y, validationData: (x, y), classWeight: [0: 5])
    #expect(try history["val_loss"][0] == model.evaluate(x, y)["loss"])
  }

  @Test func theLossIsTheMeanOverExamplesWhateverTheirWeights() throws {
    let model = try TrainingTests.model()
    let weights = Tensor<Float>((0..<50).map { Float($0 % 4) })
    let single = try (0..<50).map { try model.evaluate(x.rows($0..<$0 + 1), y.rows($0..<$0 + 1))["loss"] }
    let expected = zip(single, weights.elements).map { $0 * Double($1) }.reduce(0, +) / 50
    #expect(try abs(model.evaluate(x, y, sampleWeight: weights)["loss"] - expected) < 1e-5 * expected)
    #expect(try model.evaluate(x, y, sampleWeight: weights)["accuracy"] == model.evaluate(x, y)["accuracy"])
  }

  @Test func pixelsOfAClassWeighWhatItDoes() throws {
    let inputs = Input(shape: [3, 2, 4])
    func model() throws -> Model {
      let model = try Model(inputs: inputs, outputs: Dense(units: 3, activation: .softmax)(inputs))
      try model.compile(optimizer: .sgd(learningRate: 0.5), loss: .sparseCategoricalCrossentropy)
      try model.setWeights(model.weights.map { wave($0.shape) })
      return model
    }
    let (maps, labels) = (wave([5, 3, 2, 4]), Tensor<Int32>([5, 3, 2], (0..<30).map { Int32($0 % 3) }))
    let (classes, pixels) = (try model(), try model())
    let first = try classes.trainOnBatch(maps, labels, classWeight: [1: 0])
    let second = try pixels.trainOnBatch(maps, labels, sampleWeight: labels.map { $0 == 1 ? 0 : 1 })
    #expect(first == second)
    #expect(classes.weights == pixels.weights)
  }
}
