public import Tensors

/// Tensors in memory as a source of batches, to validate with them a model that trains from files, or the other way round.
///
///     try model.fit(photographs, epochs: 30, validationData: TensorBatches(x, y))
public struct TensorBatches: BatchSource {
  /// One for each input.
  private let x: [any ExampleTensor]
  /// One for each output.
  private let y: [any ExampleTensor]
  private let order: EpochOrder
  public let batchSize: Int

  /// ## Shapes
  /// x [examples] + input shape; y [examples] + what the loss needs
  /// - Parameters:
  ///   - x: the inputs, [examples] + input shape.
  ///   - y: the targets, as the loss needs them.
  ///   - batchSize: examples in a batch, at least 1.
  ///   - seed: decides the order of each epoch; nil keeps that of the tensors.
  /// - Throws: `DeepLearningError` if there are not as many targets as examples.
  public init(
    _ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>, batchSize: Int = 32, seed: UInt64? = nil
  ) throws(DeepLearningError) {
    try self.init([x], [y], batchSize: batchSize, seed: seed)
  }

  /// Tensors for a model with several inputs or outputs.
  ///
  /// - Throws: `DeepLearningError` if the tensors do not have as many examples each.
  public init(
    _ x: [any ExampleTensor], _ y: [any ExampleTensor] = [], batchSize: Int = 32, seed: UInt64? = nil
  ) throws(DeepLearningError) {
    precondition(batchSize > 0, "TensorBatches: batchSize is \(batchSize), not at least 1")
    let counts = (x + y).map(\.exampleCount)
    guard let count = counts.first, counts.allSatisfy({ $0 == count }) else {
      throw DeepLearningError("TensorBatches", "the tensors have \(counts) examples", expected: "as many of each")
    }
    (self.x, self.y, self.batchSize) = (x, y, batchSize)
    order = EpochOrder(count: count, seed: seed)
  }

  public var exampleCount: Int { order.count }

  public func fingerprint() -> String? {
    var result = Fingerprint()
    result.add("settings", "batch=\(batchSize) seed=\(order.seed.map(String.init) ?? "none")")
    for tensor in x { tensor.add(to: &result, as: "x") }
    for tensor in y { tensor.add(to: &result, as: "y") }
    return result.hexadecimal()
  }

  public func reader(epoch: Int, from first: Int) -> any BatchReader {
    Reader(batches: self, order: order.order(ofEpoch: epoch), start: first * batchSize)
  }

  private struct Reader: BatchReader {
    let batches: TensorBatches
    let order: [Int]
    var start: Int

    mutating func next() -> Batch? {
      guard start < order.count else { return nil }
      let rows = Array(order[start..<min(start + batches.batchSize, order.count)])
      start += batches.batchSize
      return Batch(inputs: batches.x.map { $0.gathered(rows) }, targets: batches.y.map { $0.gathered(rows) })
    }
  }
}

extension ExampleTensor {
  fileprivate func gathered(_ rows: [Int]) -> any ExampleTensor { tensor.gather(rows: rows) }

  fileprivate func add(to fingerprint: inout Fingerprint, as name: String) { fingerprint.add(name, tensor) }
}
