public import Tensors

extension Model {
  /// Loss and metrics on data, as `keras.Model.evaluate`.
  ///
  /// ## Shapes
  /// x [examples] + input shape; y as the loss needs it
  /// - Throws: `DeepLearningError` when the model is not compiled or the data does not fit it.
  public func evaluate(
    _ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>, batchSize: Int = 32
  ) throws(DeepLearningError) -> MetricValues {
    let compilation = try compiled(for: "evaluate")
    let data = try DataSet(x, y, model: self, loss: compilation.loss, place: "evaluate")
    return try evaluate(data, compilation, batchSize: batchSize, place: "evaluate")
  }

  /// Loss and metrics on data that was checked.
  func evaluate(
    _ data: DataSet, _ compilation: Compilation, batchSize: Int, place: String
  ) throws(DeepLearningError) -> MetricValues {
    let order = Array(0..<data.count)
    let regularized = runtime.regularized
    var sums = ObjectiveSums()
    for (number, batch) in try batches(of: data.count, batchSize: batchSize, place: place).enumerated() {
      let executor = try runtime.executor(for: PlanRequest(batch: batch.count, objective: compilation.objective))
      executor.load(data, order: order, batch: batch)
      try executor.runForward(step: 0)
      do { sums += try executor.objectiveSums(regularized: regularized) } catch {
        throw error.error(in: "\(place), batch \(number + 1)")
      }
    }
    return sums.values(compilation.valueNames(validates: false))
  }

  /// What the model computes for each example, as `keras.Model.predict`.
  ///
  /// ## Shapes
  /// x [examples] + input shape → [examples] + output shape
  /// - Throws: `DeepLearningError` when the data does not fit the model, or the model has several outputs.
  public func predict(_ x: Tensor<some Scalar>, batchSize: Int = 32) throws(DeepLearningError) -> Tensor<Float> {
    guard outputs.count == 1 else {
      throw DeepLearningError(
        "predict", "model '\(name)' has \(outputs.count) outputs", expected: "one", hint: "use predictAll")
    }
    return try predictAll(x, batchSize: batchSize)[0]
  }

  /// What the model computes for each example, one tensor for each output.
  ///
  /// - Throws: `DeepLearningError` when the data does not fit the model.
  public func predictAll(_ x: Tensor<some Scalar>, batchSize: Int = 32) throws(DeepLearningError) -> [Tensor<Float>] {
    guard inputs.count == 1 else {
      throw DeepLearningError("predict", "model '\(name)' has \(inputs.count) inputs", expected: "one")
    }
    try DataCheck(place: "predict").inputs(x, shape: inputs[0].shape)
    let examples = Examples(inputs: x)
    let order = Array(0..<examples.count)
    var results = outputs.map { Tensor<Float>(zeros: [examples.count] + $0.shape) }
    for batch in try batches(of: examples.count, batchSize: batchSize, place: "predict") {
      let executor = try runtime.executor(for: PlanRequest(batch: batch.count))
      executor.load(examples, order: order, batch: batch, into: executor.plan.inputs[0])
      try executor.runForward(step: 0)
      for (index, output) in executor.plan.outputs.enumerated() {
        executor.copy(output.buffer, to: &results[index], at: batch.lowerBound * output.shape.reduce(1, *))
      }
    }
    return results
  }

  /// Cuts examples into batches; the last may be smaller.
  func batches(of count: Int, batchSize: Int, place: String) throws(DeepLearningError) -> [Range<Int>] {
    guard batchSize > 0 else { throw DeepLearningError(place, "batchSize is \(batchSize)", expected: "at least 1") }
    return stride(from: 0, to: count, by: batchSize).map { $0..<min($0 + batchSize, count) }
  }
}
