internal import DeepLearning
internal import Foundation
internal import Hashing
public import Tensors

/// What a data set does with its images, step by step.
public struct BatchPipeline<Label: Scalar> {
  /// Changes a batch.
  struct Step {
    /// What the step does; nil for a closure of which nobody knows.
    let name: String?
    let apply: (Tensor<Float>, Tensor<Label>) throws -> (Tensor<Float>, Tensor<Label>)
  }

  /// Images that are decoded in one go are at least so many, so that no thread waits long for the last.
  private static var fewestImages: Int { 64 }

  let source: any LabelledSource<Label>
  /// The examples in the order of the data.
  var rows: [Int]
  /// Decides the order of each epoch; nil keeps that of the data.
  var seed: UInt64?
  var batchSize: Int
  /// How many examples of each epoch's order are taken.
  var limit: Int?
  /// Batches that are decoded in one go.
  var readAhead: Int?
  /// Bytes of images that may be kept.
  var cacheLimit = Int(clamping: ProcessInfo.processInfo.physicalMemory / 4)
  var steps: [Step] = []

  init(_ source: any LabelledSource<Label>, rows: [Int], batchSize: Int, seed: UInt64?) {
    (self.source, self.rows, self.batchSize, self.seed) = (source, rows, batchSize, seed)
  }

  /// Examples in an epoch.
  var count: Int { min(limit ?? rows.count, rows.count) }
  /// Batches in an epoch.
  var batchCount: Int { count / batchSize + (count % batchSize).signum() }
  /// Whether images are kept once they were read.
  var keeps: Bool { source.bytes <= cacheLimit }
  /// Images that are decoded in one go: those of whole batches.
  var imagesAhead: Int {
    let batches = readAhead ?? (Self.fewestImages - 1) / batchSize + 1
    return min(max(min(batches, batchCount), 1) * batchSize, count)
  }

  /// Numbers of the examples of an epoch, in its order.
  func order(ofEpoch epoch: Int) -> [Int] {
    EpochOrder(count: rows.count, seed: seed).order(ofEpoch: epoch).prefix(count).map { rows[$0] }
  }

  /// Takes the first examples: of the data where it keeps its order, else of each epoch.
  mutating func take(_ examples: Int) {
    if seed == nil { rows = Array(rows.prefix(examples)) } else { limit = examples }
  }

  /// Reads the examples in the order of the data, in every epoch.
  package mutating func keepOrder() { seed = nil }

  /// Nil where a step cannot be told.
  var fingerprint: String? {
    let names = steps.compactMap(\.name)
    guard names.count == steps.count else { return nil }
    let settings = "seed=\(seed.map(String.init) ?? "none") batch=\(batchSize) count=\(count) steps=\(names)"
    return (settings + source.fingerprint(of: rows)).utf8.sha256.hexadecimal
  }

  /// The batches of an epoch from one of them on.
  func reader(epoch: Int, from first: Int) -> PipelineReader<Label> {
    PipelineReader(pipeline: self, order: order(ofEpoch: epoch), start: min(first * batchSize, count))
  }
}
