import DeepLearning
import Tensors
import Testing

/// Long predictions and evaluations that are remembered by value.
struct ComputationMemoTests {
  private let x = TrainingTests.x
  private let y = TrainingTests.y

  /// - Parameter patience: in seconds.
  private func model(_ log: EventLog, patience: Int = 0, seed: UInt64 = 3) throws -> Model {
    let model = try TrainingTests.model(seed: seed)
    var context = log.context(remembers: true)
    context.patience = .seconds(patience)
    model.ownContext = context
    return model
  }

  /// Batches that count how many of them are read.
  private final class Counted: BatchSource {
    private let batches: TensorBatches
    private let name: String?
    private(set) var count = 0

    init(_ batches: TensorBatches, name: String? = "counted") { (self.batches, self.name) = (batches, name) }

    var exampleCount: Int { batches.exampleCount }
    var batchSize: Int { batches.batchSize }
    func fingerprint() -> String? { name }
    func reader(epoch: Int, from first: Int) -> any BatchReader {
      Reader(source: self, reader: batches.reader(epoch: epoch, from: first))
    }

    private struct Reader: BatchReader {
      let source: Counted
      var reader: any BatchReader

      mutating func next() throws -> Batch? {
        source.count += 1
        return try reader.next()
      }
    }
  }

  private func source(_ name: String? = "counted") throws -> Counted {
    Counted(try TensorBatches(x, y, batchSize: 16), name: name)
  }

  @Test func theSamePredictionIsRecalledToTheBit() throws {
    let log = EventLog()
    let (first, second) = (try source(), try source())
    let computed = try model(log).predict(first)
    let recalled = try model(log).predict(second)
    #expect(recalled == computed)
    #expect(try computed == TrainingTests.model(seed: 3).predict(x, batchSize: 16))
    #expect((first.count, second.count) == (4, 1), "the first batch is computed before the memory is asked")
    let events = log.computations
    #expect(events.map(\.wasRecalled) == [false, true])
    #expect(events.map(\.task) == [.predict, .predict])
    #expect(events.map(\.examples) == [50, 50])
    #expect(events[0].seconds > 0 && events[0].seconds == events[1].seconds)
  }

  @Test func theSameEvaluationIsRecalledToTheBit() throws {
    let log = EventLog()
    let (first, second) = (try source(), try source())
    let computed = try model(log).evaluate(first)
    #expect(try model(log).evaluate(second) == computed)
    #expect((first.count, second.count) == (4, 1))
    #expect(try model(log).evaluate(x, y, batchSize: 16) == computed)
    #expect(try model(log).evaluate(x, y, batchSize: 16) == computed)
    #expect(log.computations.map(\.wasRecalled) == [false, true, false, true])
    #expect(log.computations.allSatisfy { $0.task == .evaluate && $0.model == "small" })
  }

  @Test func everyOutputIsRecalled() throws {
    let log = EventLog()
    func outputs() throws -> [Tensor<Float>] {
      let inputs = Input(shape: [8, 9, 1])
      let flat = Flatten()(inputs)
      let model = try Model(
        inputs: [inputs], outputs: [Dense(units: 3)(flat), Dense(units: 2)(flat)], name: "two", seed: 1)
      model.ownContext = try self.model(log).ownContext
      return try model.predictAll(source())
    }
    let computed = try outputs()
    #expect(computed.map(\.shape) == [[50, 3], [50, 2]])
    #expect(try outputs() == computed)
    #expect(log.computations.map(\.wasRecalled) == [false, true])
  }

  @Test func anyChangeComputesAgain() throws {
    let log = EventLog()
    func computes(_ call: (Model) throws -> Void) throws -> Bool {
      try call(model(log))
      return log.computations.last?.wasRecalled == false
    }
    var otherX = x
    otherX[49, 3, 2, 0] += 1
    #expect(try computes { _ = try $0.predict(x) })
    #expect(try !computes { _ = try $0.predict(x) })
    #expect(try computes { _ = try $0.predict(x, batchSize: 31) })
    #expect(try computes { _ = try $0.predict(otherX) })
    #expect(try computes { _ = try $0.predict(source()) })
    #expect(try !computes { _ = try $0.predict(source()) })
    #expect(try computes { _ = try $0.predict(source("other")) })
    #expect(try computes { _ = try $0.evaluate(source()) })
    #expect(try computes { _ = try $0.evaluate(x, y) })
    #expect(try computes { _ = try $0.evaluate(x, y, sampleWeight: Tensor([50], repeating: 0.5)) })
    #expect(
      try computes { model in
        try model.compile(loss: .sparseCategoricalCrossentropy)
        _ = try model.evaluate(x, y)
      }, "the metrics are part of what is computed")
    #expect(
      try computes { model in
        var weights = model.weights
        weights[0] = weights[0] * 2
        try model.setWeights(weights)
        _ = try model.predict(x)
      })
    #expect(
      try computes { model in
        model.ownContext?.engineFingerprint = "another engine"
        _ = try model.predict(x)
      })
    #expect(try !computes { _ = try $0.predict(x) })
  }

  @Test func whatTakesNoTimeIsNeitherLookedUpNorKept() throws {
    let log = EventLog()
    let model = try model(log, patience: 3600)
    for _ in 0..<2 { _ = try (model.predict(source()), model.evaluate(source()), model.predict(x)) }
    #expect(log.memory.isEmpty && log.computations.isEmpty)
  }

  @Test func aSourceThatCannotBeToldIsComputedEachTime() throws {
    let log = EventLog()
    for _ in 0..<2 {
      let source = try source(nil)
      _ = try model(log).predict(source)
      _ = try model(log).evaluate(source)
      #expect(source.count == 8)
    }
    #expect(log.memory.isEmpty)
    #expect(log.computations.map(\.wasRecalled) == [false, false, false, false])
  }

  @Test func memoryOfAnotherFormIsComputedAnew() throws {
    let log = EventLog()
    let (fewX, fewY) = (x.rows(0..<40), y.rows(0..<40))
    let plain = try TrainingTests.model(seed: 3)
    let expected = try (plain.predict(fewX), plain.evaluate(fewX, fewY))
    _ = try (model(log).predict(x), model(log).evaluate(x, y))
    let kept = log.memory.values.map { $0 }
    #expect(kept.count == 2)
    for bytes in kept + [[], [1, 2, 3]] {
      let model = try model(log)
      model.ownContext?.recall = { _ in bytes }
      model.ownContext?.remember = nil
      #expect(try model.predict(fewX) == expected.0, "those of 50 examples are no use")
      if bytes.count < 4 { #expect(try model.evaluate(fewX, fewY) == expected.1) }
    }
  }

  @Test func validationWithinTrainingIsNotLookedUp() throws {
    let log = EventLog()
    _ = try model(log).fit(x, y, epochs: 2, validationData: (x, y))
    #expect(log.computations.isEmpty && log.memory.count == 1)
  }
}

extension EventLog {
  /// The long calls of `predict` and `evaluate`.
  fileprivate var computations: [TrainingEvent.Computation] {
    all.compactMap { if case .computed(let computation) = $0 { computation } else { nil } }
  }
}
