import DeepLearning
import Foundation
import Tensors
import Testing

/// Training, evaluation and prediction on data that comes in batches give what tensors give.
@Suite(.serialized) struct BatchSourceTests {
  private static let x = TrainingTests.x
  private static let y = TrainingTests.y
  private static let seed: UInt64 = 3

  /// The examples in the order in which `fit` takes them from tensors.
  private static func batches(size: Int = 16, shuffles: Bool = true) throws -> TensorBatches {
    try TensorBatches(x, y, batchSize: size, seed: shuffles ? seed : nil)
  }

  private struct Interruption: Error {}
  private struct Unreadable: Error, Equatable {}

  /// A source that may not keep what it promises.
  private struct Announced: BatchSource {
    var exampleCount = 50
    var batchSize = 16
    /// What comes, whatever was announced.
    var sizes = [16, 16, 16, 2]
    /// The batch, from 0, that cannot be read.
    var broken: Int?
    var targets = true
    var weights: Tensor<Float>?
    var name: String? = "announced"

    func fingerprint() -> String? { name }

    func reader(epoch: Int, from first: Int) -> any BatchReader { Reader(source: self, number: first) }

    struct Reader: BatchReader {
      let source: Announced
      var number: Int

      mutating func next() throws -> Batch? {
        guard number < source.sizes.count else { return nil }
        guard number != source.broken else { throw Unreadable() }
        let start = source.sizes[..<number].reduce(0, +)
        let rows = start..<start + source.sizes[number]
        number += 1
        return Batch(
          inputs: [BatchSourceTests.x.rows(rows)], targets: source.targets ? [BatchSourceTests.y.rows(rows)] : [],
          sampleWeight: source.weights.map { [$0.rows(rows)] } ?? [])
      }
    }
  }

  @Test(arguments: [true, false])
  func trainingOnBatchesIsTrainingOnTensorsToTheBit(shuffles: Bool) throws {
    let (tensors, source) = (try TrainingTests.model(seed: Self.seed), try TrainingTests.model(seed: Self.seed))
    let first = try tensors.fit(
      Self.x, Self.y, epochs: 3, batchSize: 16, validationData: (Self.x, Self.y), shuffle: shuffles)
    let second = try source.fit(
      Self.batches(shuffles: shuffles), epochs: 3, validationData: Self.batches(shuffles: false))
    #expect(first.rows == second.rows)
    #expect(first.stepsPerEpoch == second.stepsPerEpoch)
    #expect(tensors.weights == source.weights)
  }

  @Test func evaluationAndPredictionAreThoseOfTensors() throws {
    let model = try TrainingTests.model()
    let batches = try Self.batches(shuffles: false)
    #expect(try model.evaluate(batches) == model.evaluate(Self.x, Self.y, batchSize: 16))
    #expect(try model.predict(batches) == model.predict(Self.x, batchSize: 16))
  }

  @Test func weightsOfClassesAndOfExamplesCount() throws {
    let classes = [0: 2.0, 2: 0.5]
    let perExample = Self.y.map { label in Float(classes[Int(label)] ?? 1) }
    let models = try (0..<3).map { _ in try TrainingTests.model() }
    try models[0].fit(Self.x, Self.y, batchSize: 16, shuffle: false, classWeight: classes)
    try models[1].fit(Self.batches(shuffles: false), classWeight: classes)
    try models[2].fit(Announced(weights: perExample))
    #expect(models[0].weights == models[1].weights)
    #expect(models[0].weights == models[2].weights)
  }

  @Test(arguments: 1...7)
  func interruptedTrainingGoesOnToTheSameBits(batches: Int) throws {
    let expected = try TrainingTests.model()
    let history = try expected.fit(Self.batches(), epochs: 2, validationData: Self.batches(shuffles: false))
    try withTemporaryFolder { folder in
      func fit(_ model: Model, until last: Int) throws -> History {
        var left = last
        let killer = LambdaCallback(batchEnded: { _ in
          left -= 1
          if left == 0 { throw Interruption() }
        })
        return try model.fit(
          Self.batches(), epochs: 2, validationData: Self.batches(shuffles: false),
          callbacks: [killer, BackupAndRestore(folder + "backup", saveFrequency: 1)])
      }
      #expect(throws: Interruption.self) { try fit(TrainingTests.model(), until: batches) }
      let resumed = try TrainingTests.model()
      #expect(try fit(resumed, until: .max).rows == history.rows)
      #expect(resumed.weights == expected.weights)
    }
  }

  @Test func aBackupOfOtherDataIsRefused() throws {
    try withTemporaryFolder { folder in
      let backup = BackupAndRestore(folder + "backup", saveFrequency: 1)
      let killer = LambdaCallback(batchEnded: { _ in throw Interruption() })
      #expect(throws: Interruption.self) {
        try TrainingTests.model().fit(Announced(), callbacks: [killer, backup])
      }
      let error = #expect(throws: DeepLearningError.self) {
        try TrainingTests.model().fit(Announced(name: "other"), callbacks: [killer, backup])
      }
      #expect(error?.problem.contains("differs in training data") == true)
    }
  }

  @Test func theSameRunIsRecalledAndAnotherIsNot() throws {
    let log = EventLog()
    func recalled(_ source: any BatchSource, validation: (any BatchSource)? = nil) throws -> Bool {
      let model = try TrainingTests.model()
      model.ownContext = log.context(remembers: true)
      return try model.fit(source, validationData: validation).wasRecalled
    }
    #expect(try [recalled(Self.batches()), recalled(Self.batches())] == [false, true])
    #expect(try !recalled(Self.batches(size: 15)))
    #expect(try !recalled(Self.batches(shuffles: false)))
    #expect(try !recalled(Self.batches(), validation: Self.batches()))
    #expect(try recalled(Self.batches(), validation: Self.batches()))
    let memories = log.memory.count
    for _ in 0..<2 {
      #expect(try !recalled(Announced(name: nil)))
      #expect(try !recalled(Self.batches(), validation: Announced(name: nil)))
    }
    #expect(log.memory.count == memories)
  }

  @Test func whatASourceThrowsComesThrough() throws {
    #expect(throws: Unreadable()) { try TrainingTests.model().fit(Announced(broken: 2)) }
    #expect(throws: Unreadable()) { try TrainingTests.model().evaluate(Announced(broken: 3)) }
    #expect(throws: Unreadable()) { try TrainingTests.model().predict(Announced(broken: 0)) }
  }

  @Test(
    arguments: [
      (Announced(exampleCount: 0), "fit: the data is empty"),
      (Announced(batchSize: 0), "fit: batchSize is 0"),
      (Announced(sizes: [16, 16]), "fit: the data ends before batch 3"),
      (Announced(sizes: [16, 15]), "fit: batch 2 has 15 examples; expected 16"),
      (Announced(sizes: [16, 16, 16, 1]), "fit: batch 4 has 1 examples; expected 2"),
      (Announced(targets: false), "fit, batch 1: y has 0 tensors; expected 1"),
    ])
  private func aSourceThatBreaksItsPromiseIsNamed(_ source: Announced, message: String) throws {
    let error = #expect(throws: DeepLearningError.self) { try TrainingTests.model().fit(source) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func predictionNeedsNoTargets() throws {
    let model = try TrainingTests.model()
    #expect(try model.predict(Announced(targets: false)) == model.predict(Self.x, batchSize: 16))
  }

  @Test func tensorsThatDoNotBelongTogetherAreRefused() {
    #expect(throws: DeepLearningError.self) { try TensorBatches(Self.x, Self.y.rows(0..<49)) }
  }
}
