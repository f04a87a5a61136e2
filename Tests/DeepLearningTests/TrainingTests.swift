import DeepLearning
import Foundation
import Synchronization
import Tensors
import Testing

/// `fit` and what goes with it.
struct TrainingTests {
  static let x = wave([50, 8, 9, 1])
  static let y = Tensor<Int32>((0..<50).map { Int32($0 * 7 % 3) })

  /// A small network with every kind of layer that training treats in a way of its own.
  static func model(seed: UInt64 = 3, optimizer: Optimizer = .rmsprop(learningRate: 0.01)) throws -> Model {
    let inputs = Input(shape: [8, 9, 1])
    var t = MaxPooling2D(poolSize: 2)(Conv2D(filters: 6, kernelSize: 3, activation: .relu)(inputs))
    t = Dropout(rate: 0.3)(Conv2D(filters: 5, kernelSize: 3, padding: .same, activation: .relu)(t))
    let model = try Model(
      inputs: inputs, outputs: Dense(units: 3, activation: .softmax)(Flatten()(t)), name: "small", seed: seed)
    try model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
    return model
  }

  @Test func trainingLowersTheLoss() throws {
    let history = try Self.model(optimizer: .adam(learningRate: 0.01)).fit(Self.x, Self.y, epochs: 30, batchSize: 16)
    let losses = try history["loss"]
    #expect(history.epochs == Array(1...30))
    #expect(losses[29] < 0.8 * losses[0])
  }

  @Test func trainingIsTheSameInEveryRunAndForEveryNumberOfThreads() throws {
    let threads = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = threads }
    let runs = try [1, 2, 3, 1].map { count in
      ThreadPool.shared.threads = count
      let model = try Self.model()
      let history = try model.fit(Self.x, Self.y, epochs: 3, batchSize: 16, validationSplit: 0.2)
      return (model.weights, history.rows)
    }
    for run in runs.dropFirst() {
      #expect(run.0 == runs[0].0)
      #expect(run.1 == runs[0].1)
    }
  }

  @Test func twoCallsOfFitGiveWhatOneGives() throws {
    let (once, twice) = (try Self.model(), try Self.model())
    try once.fit(Self.x, Self.y, epochs: 4, batchSize: 16)
    try twice.fit(Self.x, Self.y, epochs: 2, batchSize: 16)
    try twice.fit(Self.x, Self.y, epochs: 2, batchSize: 16)
    #expect(once.weights == twice.weights)
  }

  @Test func valuesAreNamedAndOrderedAsInKeras() throws {
    let history = try Self.model().fit(Self.x, Self.y, epochs: 2, validationData: (Self.x, Self.y))
    #expect(history.names == ["loss", "accuracy", "val_loss", "val_accuracy"])
    #expect(try history["val_loss"].count == 2)
    #expect(throws: DeepLearningError.self) { try history["precision"] }
    let best = try history.bestEpoch(by: "val_loss")
    #expect(try history["val_loss"][best - 1] == history["val_loss"].min())
  }

  @Test func validationIsEvaluationAfterTheEpoch() throws {
    let model = try Self.model()
    let history = try model.fit(Self.x, Self.y, epochs: 2, validationData: (Self.x, Self.y))
    let results = try model.evaluate(Self.x, Self.y)
    #expect(try results["accuracy"] == history["val_accuracy"][1])
    #expect(try results["loss"] == history["val_loss"][1])
    let right = zip(try model.predict(Self.x).argmaxOfRows, Self.y.elements).filter { $0 == $1 }.count
    #expect(try abs(results["accuracy"] - Double(right) / 50) < 1e-12)
  }

  @Test func validationSplitTakesTheLastExamples() throws {
    let (split, given) = (try Self.model(), try Self.model())
    let first = try split.fit(Self.x, Self.y, validationSplit: 0.2)
    let second = try given.fit(
      Self.x.rows(0..<40), Self.y.rows(0..<40), validationData: (Self.x.rows(40..<50), Self.y.rows(40..<50)))
    #expect(first.rows == second.rows)
  }

  @Test func shufflingChangesTheOrderOfEveryEpoch() throws {
    let plain = try Self.model().fit(Self.x, Self.y, epochs: 2, batchSize: 16, shuffle: false)
    let shuffled = try Self.model().fit(Self.x, Self.y, epochs: 2, batchSize: 16)
    #expect(plain.rows != shuffled.rows)
  }

  @Test func frozenLayersDoNotChange() throws {
    let model = try Self.model()
    try model.layer(named: "conv2d").trainable = false
    let before = model.weights
    try model.fit(Self.x, Self.y)
    #expect(Array(model.weights[0...1]) == Array(before[0...1]))
    #expect(model.weights[2] != before[2])
  }

  @Test func learningRateCanBeReadAndSet() throws {
    let model = try Self.model()
    #expect(model.optimizer?.learningRate == 0.01)
    model.optimizer?.learningRate = 0
    let before = model.weights
    try model.fit(Self.x, Self.y)
    #expect(model.weights == before)
  }

  @Test func binaryTrainingCountsBinaryAccuracy() throws {
    let inputs = Input(shape: [2])
    let model = try Model(inputs: inputs, outputs: Dense(units: 1, activation: .sigmoid)(inputs))
    try model.compile(loss: .binaryCrossentropy, metrics: [.accuracy])
    try model.setWeights([Tensor([2, 1], [1, 0]), Tensor([0])])
    let results = try model.evaluate(Tensor<Float>([4, 2], [3, 0, -3, 0, 2, 0, -1, 0]), Tensor<Int32>([1, 0, 0, 0]))
    #expect(try results["accuracy"] == 0.75)
  }

  @Test func severalBinaryOutputsAreComparedByTheirGreatest() throws {
    let inputs = Input(shape: [3])
    let model = try Model(inputs: inputs, outputs: Activation(.sigmoid)(inputs))
    try model.compile(loss: .binaryCrossentropy, metrics: [.accuracy])
    let scores = Tensor<Float>([2, 3], [2, 1, -1, 0, 1, 3])
    let results = try model.evaluate(scores, Tensor<Int32>([2, 3], [1, 1, 0, 0, 1, 0]))
    #expect(try results["accuracy"] == 0.5)
  }

  @Test func eventsTellTheCourseOfTraining() throws {
    let model = try Self.model()
    let events = EventLog()
    model.ownContext = events.context()
    let history = try model.fit(Self.x, Self.y, epochs: 2, batchSize: 16)
    let run = TrainingEvent.Run(model: "small", epochs: 2, stepsPerEpoch: 4)
    #expect(events.all.first == .began(run))
    let ends = events.all.compactMap { if case .epochEnded(let progress) = $0 { progress } else { nil } }
    #expect(ends.map(\.epoch) == [1, 2])
    #expect(ends.map(\.step) == [4, 4])
    #expect(ends.map(\.values) == history.rows)
    #expect(ends.last?.secondsLeft == 0)
    guard case .ended(let summary) = events.all.last else { return #expect(Bool(false), "no end") }
    #expect(summary.epochs == 2)
    #expect(!summary.wasRecalled)
    #expect(summary.finalValues == history.finalValues)
  }
}

/// Collects events.
final class EventLog {
  private(set) var all: [TrainingEvent] = []
  private(set) var memory: [String: [UInt8]] = [:]

  /// A context that reports here and, if wanted, remembers here.
  func context(remembers: Bool = false) -> TrainingContext {
    var context = TrainingContext()
    context.report = { self.all.append($0) }
    guard remembers else { return context }
    context.recall = { self.memory[$0] }
    context.remember = { self.memory[$0] = $1 }
    context.forget = { self.memory[$0] = nil }
    return context
  }
}

extension Tensor<Float> {
  /// The place of the greatest element of each row.
  var argmaxOfRows: [Int32] {
    (0..<shape[0]).map { index in
      let row = row(index).elements
      return Int32(row.firstIndex(of: row.max() ?? 0) ?? 0)
    }
  }
}
