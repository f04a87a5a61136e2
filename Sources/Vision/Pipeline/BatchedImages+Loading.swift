internal import Foundation
public import Tensors

extension BatchedImages {
  /// All images and labels at once, in the order of epoch 0: that of `forEachBatch` and of predictions.
  ///
  ///     let (images, masks) = try pets.validation.loaded()
  ///
  /// An image takes 4 · height · width · channels bytes, so 2,000 in colour of 180 x 180 pixels take 0.8 GB; a pixel of a mask takes
  /// one. Images that are not kept already are not kept on the way, for they would be in memory twice.
  ///
  /// ## Shapes
  /// images [count, height, width, channels]; labels as those of a batch, with `count` rows
  /// - Parameter limit: bytes that images and labels may take together; nil for a quarter of the machine's memory.
  /// - Throws: `VisionError` if they would take more, or of a file that cannot be read; what a step such as `map` throws.
  public func loaded(upTo limit: Int? = nil) throws -> (images: Tensor<Float>, labels: Tensor<Label>) {
    let budget = LoadingBudget(limit)
    try budget.check(pipeline.imagesAhead, of: pipeline.source.bytesPerExample)
    var (images, labels) = (RowCollector<Float>(count: count), RowCollector<Label>(count: count))
    var isFirst = true
    try cache(upTo: 0).forEachBatch { x, y in
      if isFirst { try budget.check(count, of: x.bytesPerRow + y.bytesPerRow) }
      isFirst = false
      try images.add(x)
      try labels.add(y)
    }
    guard let x = try images.finished(), let y = try labels.finished() else {
      return try pipeline.source.read([], keeps: false)
    }
    return (x, y)
  }

  /// The labels or masks of all images at once, in the order of epoch 0: that of predictions.
  ///
  ///     let features = try base.predict(training)
  ///     try top.fit(features, training.loadedLabels(), epochs: 20)
  ///
  /// Images are read only where a step such as `map` might change labels.
  ///
  /// ## Shapes
  /// as labels of a batch, with `count` rows
  /// - Parameter limit: bytes that labels may take; nil for a quarter of the machine's memory.
  /// - Throws: as `loaded`.
  public func loadedLabels(upTo limit: Int? = nil) throws -> Tensor<Label> {
    let budget = LoadingBudget(limit)
    var labels = RowCollector<Label>(count: count)
    try forEachBatchOfLabels { batch in
      try budget.check(count, of: batch.bytesPerRow)
      try labels.add(batch)
    }
    return try labels.finished() ?? pipeline.source.readLabels([], keeps: false)
  }

  private func forEachBatchOfLabels(_ body: (Tensor<Label>) throws -> Void) throws {
    guard pipeline.steps.isEmpty else { return try forEachBatch { _, labels in try body(labels) } }
    let order = pipeline.order(ofEpoch: 0)
    for start in stride(from: 0, to: order.count, by: max(pipeline.imagesAhead, 1)) {
      let rows = order[start..<min(start + pipeline.imagesAhead, order.count)]
      try body(pipeline.source.readLabels(Array(rows), keeps: pipeline.keeps))
    }
    pipeline.source.release()
  }
}

/// How much memory may be taken at once.
private struct LoadingBudget {
  let limit: Int

  init(_ limit: Int?) { self.limit = limit ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 4) }

  /// - Throws: `VisionError` if so many examples of a size take more.
  func check(_ examples: Int, of bytes: Int) throws(VisionError) {
    let (product, overflows) = examples.multipliedReportingOverflow(by: bytes)
    let total = overflows ? .max : product
    guard total > limit else { return }
    throw VisionError(
      "loaded", "\(examples.grouped) images take \(total.inMegabytes), and \(limit.inMegabytes) are allowed",
      hint:
        "read them batch by batch with forEachBatch, take fewer or smaller ones, or allow more: loaded(upTo: \(total))")
  }
}

extension Tensor {
  fileprivate var bytesPerRow: Int { shape.dropFirst().reduce(MemoryLayout<Element>.stride, *) }
}

extension Int {
  /// Such as `777.6 MB`.
  fileprivate var inMegabytes: String { String(format: "%.1f MB", Double(self) / 1e6) }
}
