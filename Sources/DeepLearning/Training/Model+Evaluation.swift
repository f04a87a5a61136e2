public import Tensors

extension Model {
  /// Loss and metrics on data, as `keras.Model.evaluate`. A call that takes a while is recalled by value.
  ///
  /// ## Shapes
  /// x [examples] + input shape; y as the loss needs it; sampleWeight [examples], or a weight for each row of targets
  /// - Parameters:
  ///   - x: the inputs, [examples] + input shape.
  ///   - y: the targets, as the loss needs them.
  ///   - batchSize: examples in a batch, at least 1.
  ///   - sampleWeight: what the loss of each example is multiplied by; metrics do not depend on it.
  /// - Throws: `DeepLearningError` when the model is not compiled or the data does not fit it.
  public func evaluate(
    _ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>, batchSize: Int = 32, sampleWeight: Tensor<Float>? = nil
  ) throws(DeepLearningError) -> MetricValues {
    try evaluate(GivenData(x: [x], y: [y], weights: [sampleWeight]), batchSize: batchSize)
  }

  /// Losses and metrics of a model with several inputs or outputs.
  ///
  /// - Parameters:
  ///   - x: one tensor for each input.
  ///   - y: one tensor for each output.
  ///   - batchSize: examples in a batch, at least 1.
  ///   - sampleWeight: one for each output, nil where all examples count the same; a single one is for all outputs.
  /// - Throws: `DeepLearningError` when the model is not compiled or the data does not fit it.
  public func evaluate(
    _ x: [any ExampleTensor], _ y: [any ExampleTensor], batchSize: Int = 32, sampleWeight: [Tensor<Float>?] = []
  ) throws(DeepLearningError) -> MetricValues {
    try evaluate(GivenData(x: x, y: y, weights: sampleWeight), batchSize: batchSize)
  }

  private func evaluate(_ given: GivenData, batchSize: Int) throws(DeepLearningError) -> MetricValues {
    let compilation = try compiled(for: "evaluate")
    let data = try DataSet(given, model: self, objective: compilation.objective, place: "evaluate")
    let order = Array(0..<data.count)
    var sums = ObjectiveSums()
    var memo = ComputationMemo(of: self, .evaluate, examples: data.count)
    for (number, places) in try batches(of: data.count, batchSize: batchSize, place: "evaluate").enumerated() {
      let batch = LoadedBatch(data, order: order, places: places)
      sums += try objectiveSums(of: batch, compilation, place: "evaluate, batch \(number + 1)")
      if places.upperBound < data.count, let known = memo.recalled({ $0.add(data, batchSize: batchSize) }) {
        return known.values
      }
    }
    let values = compilation.objective.values(of: sums)
    memo.remember(.init(values: values))
    return values
  }

  /// Loss and metrics on the batches of epoch 0.
  ///
  /// - Parameter memo: recalls and keeps the values of a long evaluation.
  /// - Throws: `DeepLearningError`; what a source throws.
  func evaluate(
    _ feed: any BatchFeed, _ compilation: Compilation, place: String, memo: ComputationMemo? = nil
  ) throws -> MetricValues {
    var memo = memo
    var sums = ObjectiveSums()
    var number = 0
    var batches = try feed.batches(ofEpoch: 0, from: 0)
    while let batch = try batches.next() {
      number += 1
      sums += try objectiveSums(of: batch, compilation, place: "\(place), batch \(number)")
      if number < feed.batchCount, let known = try memo?.recalled({ try $0.add(feed) }) { return known.values }
    }
    let values = compilation.objective.values(of: sums)
    memo?.remember(.init(values: values))
    return values
  }

  private func objectiveSums(
    of batch: LoadedBatch, _ compilation: Compilation, place: String
  ) throws(DeepLearningError) -> ObjectiveSums {
    let objective = compilation.request(weighted: batch.data.weighted)
    let executor = try runtime.executor(for: PlanRequest(batch: batch.count, objective: objective))
    executor.load(batch)
    try executor.runForward(step: 0)
    do { return try executor.objectiveSums(regularized: runtime.regularized) } catch { throw error.error(in: place) }
  }

  /// Cuts examples into batches; the last may be smaller.
  func batches(of count: Int, batchSize: Int, place: String) throws(DeepLearningError) -> [Range<Int>] {
    guard batchSize > 0 else { throw DeepLearningError(place, "batchSize is \(batchSize)", expected: "at least 1") }
    return stride(from: 0, to: count, by: batchSize).map { $0..<min($0 + batchSize, count) }
  }
}

extension Fingerprint {
  /// Adds what decides the batches of a feed; false if it cannot be told.
  fileprivate mutating func add(_ feed: any BatchFeed) throws -> Bool {
    add("settings", feed.settings)
    return try feed.add(to: &self, as: "data")
  }

  /// Adds all examples, and how they are cut.
  fileprivate mutating func add(_ data: DataSet, batchSize: Int) -> Bool {
    let feed = MemoryFeed(data, batchSize: batchSize)
    add("settings", feed.settings)
    return feed.add(to: &self, as: "data")
  }
}
