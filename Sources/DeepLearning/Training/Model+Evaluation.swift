public import Tensors

extension Model {
  /// Loss and metrics on data, as `keras.Model.evaluate`.
  ///
  /// ## Shapes
  /// x [examples] + input shape; y as the loss needs it; sampleWeight [examples], or a weight for each row of targets
  /// - Parameter sampleWeight: what the loss of each example is multiplied by; metrics do not depend on it.
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
    return try evaluate(data, compilation, batchSize: batchSize, place: "evaluate")
  }

  /// Loss and metrics on data that was checked.
  func evaluate(
    _ data: DataSet, _ compilation: Compilation, batchSize: Int, place: String
  ) throws(DeepLearningError) -> MetricValues {
    let order = Array(0..<data.count)
    let objective = compilation.request(weighted: data.weighted)
    let regularized = runtime.regularized
    var sums = ObjectiveSums()
    for (number, batch) in try batches(of: data.count, batchSize: batchSize, place: place).enumerated() {
      let executor = try runtime.executor(for: PlanRequest(batch: batch.count, objective: objective))
      executor.load(data, order: order, batch: batch)
      try executor.runForward(step: 0)
      do { sums += try executor.objectiveSums(regularized: regularized) } catch {
        throw error.error(in: "\(place), batch \(number + 1)")
      }
    }
    return compilation.objective.values(of: sums)
  }

  /// Cuts examples into batches; the last may be smaller.
  func batches(of count: Int, batchSize: Int, place: String) throws(DeepLearningError) -> [Range<Int>] {
    guard batchSize > 0 else { throw DeepLearningError(place, "batchSize is \(batchSize)", expected: "at least 1") }
    return stride(from: 0, to: count, by: batchSize).map { $0..<min($0 + batchSize, count) }
  }
}
