/// Batches that are gathered from tensors in memory.
struct MemoryFeed: BatchFeed {
  let data: DataSet
  let batchSize: Int
  let order: EpochOrder

  /// - Parameter seed: decides the order of each epoch; nil keeps that of the data.
  init(_ data: DataSet, batchSize: Int, seed: UInt64? = nil) {
    (self.data, self.batchSize) = (data, batchSize)
    order = EpochOrder(count: data.count, seed: seed)
  }

  var batchCount: Int { (data.count + batchSize - 1) / batchSize }
  var settings: String { "batch=\(batchSize) shuffles=\(order.seed != nil)" }

  func add(to fingerprint: inout Fingerprint, as name: String) -> Bool {
    for examples in data.inputs { fingerprint.add(name + " x", examples) }
    for examples in data.targets { fingerprint.add(name + " y", examples) }
    for (output, examples) in data.weights.enumerated() {
      if let examples { fingerprint.add(name + " weights of output \(output)", examples) }
    }
    return true
  }

  func batches(ofEpoch epoch: Int, from first: Int) -> any BatchCursor {
    MemoryCursor(data: data, order: order.order(ofEpoch: epoch), batchSize: batchSize, start: first * batchSize)
  }
}

private struct MemoryCursor: BatchCursor {
  let data: DataSet
  let order: [Int]
  let batchSize: Int
  var start: Int

  mutating func next() -> LoadedBatch? {
    guard start < order.count else { return nil }
    defer { start += batchSize }
    return LoadedBatch(data, order: order, places: start..<min(start + batchSize, order.count))
  }
}
