internal import DeepLearning
internal import Tensors

/// Reads the batches of one epoch: some are decoded in one go, on all threads, and then handed out one by one. Between two
/// calls no thread is at work.
struct PipelineReader<Label: Scalar>: BatchReader {
  private let pipeline: BatchPipeline<Label>
  private let order: [Int]
  /// Examples handed out so far.
  private var start: Int
  /// What is decoded and where in `order` it begins.
  private var decoded: (images: Tensor<Float>, labels: Tensor<Label>)?
  private var decodedStart = 0

  init(pipeline: BatchPipeline<Label>, order: [Int], start: Int) {
    (self.pipeline, self.order, self.start) = (pipeline, order, start)
  }

  mutating func next() throws -> Batch? {
    guard let (images, labels) = try nextPair() else { return nil }
    return Batch(inputs: [images], targets: pipeline.source.isLabelled ? [labels] : [])
  }

  /// The next images and labels after all steps; nil after the last.
  mutating func nextPair() throws -> (Tensor<Float>, Tensor<Label>)? {
    guard start < order.count else { return nil }
    let count = min(pipeline.batchSize, order.count - start)
    let group = try decodedGroup()
    let rows = start - decodedStart..<start - decodedStart + count
    var pair = (group.images.rows(rows), group.labels.rows(rows))
    start += count
    if start - decodedStart == group.images.shape[0] { decoded = nil }
    if start == order.count { pipeline.source.release() }
    for step in pipeline.steps { pair = try step.apply(pair.0, pair.1) }
    return pair
  }

  private mutating func decodedGroup() throws(VisionError) -> (images: Tensor<Float>, labels: Tensor<Label>) {
    if let decoded { return decoded }
    let end = min(start + pipeline.imagesAhead, order.count)
    let group = try pipeline.source.read(Array(order[start..<end]), keeps: pipeline.keeps)
    (decoded, decodedStart) = (group, start)
    return group
  }
}
