/// Batches that a source hands out, each checked against the model when it comes.
struct SourceFeed: BatchFeed {
  let source: any BatchSource
  let model: Model
  let objective: TrainingObjective
  let classWeight: [Int: Double]?
  /// The argument that messages name, such as `fit`.
  let place: String

  /// - Throws: `DeepLearningError` if there is nothing to read.
  init(
    _ source: any BatchSource, model: Model, objective: TrainingObjective, classWeight: [Int: Double]? = nil,
    place: String
  ) throws(DeepLearningError) {
    (self.source, self.model, self.objective) = (source, model, objective)
    (self.classWeight, self.place) = (classWeight, place)
    try source.checkCounts(place: place)
  }

  var batchCount: Int { source.batchCount }
  var settings: String { "batch=\(source.batchSize)" }

  func add(to fingerprint: inout Fingerprint, as name: String) throws -> Bool {
    let text = try source.fingerprint()
    fingerprint.add(name + " data", text ?? "a closure")
    let weights = (classWeight ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    fingerprint.add(name + " data", "weights of classes " + weights.joined(separator: " "))
    return text != nil
  }

  func batches(ofEpoch epoch: Int, from first: Int) throws -> any BatchCursor {
    SourceCursor(
      feed: self, batches: CountedBatches(source, reader: try source.reader(epoch: epoch, from: first), from: first))
  }

  fileprivate func checked(_ batch: Batch, number: Int) throws(DeepLearningError) -> LoadedBatch {
    let place = "\(place), batch \(number)"
    let given = GivenData(x: batch.inputs, y: batch.targets, weights: batch.sampleWeight)
    let data = try DataSet(given, model: model, objective: objective, place: place)
    return LoadedBatch(all: try data.weighted(by: classWeight, model: model, place: place))
  }
}

private struct SourceCursor: BatchCursor {
  let feed: SourceFeed
  var batches: CountedBatches

  mutating func next() throws -> LoadedBatch? {
    try batches.next(place: feed.place).map { try feed.checked($0, number: batches.number) }
  }
}

/// A source's batches, of which there must be as many as it said, of the sizes it said.
struct CountedBatches {
  private let source: any BatchSource
  private var reader: any BatchReader
  /// The batch that was handed out last, from 1.
  private(set) var number: Int
  /// Whether that was the last.
  var isAtEnd: Bool { number >= source.batchCount }

  init(_ source: any BatchSource, reader: any BatchReader, from first: Int) {
    (self.source, self.reader, number) = (source, reader, first)
  }

  /// - Throws: `DeepLearningError` if the batches are not those that were announced; what the source throws.
  mutating func next(place: String) throws -> Batch? {
    guard number < source.batchCount else { return nil }
    let expected = min(source.batchSize, source.exampleCount - number * source.batchSize)
    number += 1
    guard let batch = try reader.next() else {
      throw DeepLearningError(
        place, "the data ends before batch \(number)", expected: "\(source.batchCount) batches an epoch")
    }
    guard batch.count == expected else {
      throw DeepLearningError(
        place, "batch \(number) has \(batch.count) examples", expected: "\(expected), as the data announced")
    }
    return batch
  }
}

extension BatchSource {
  /// - Throws: `DeepLearningError` if there is nothing to read.
  func checkCounts(place: String) throws(DeepLearningError) {
    guard exampleCount > 0 else {
      throw DeepLearningError(place, "the data is empty", expected: "at least one example")
    }
    guard batchSize > 0 else { throw DeepLearningError(place, "batchSize is \(batchSize)", expected: "at least 1") }
  }
}
