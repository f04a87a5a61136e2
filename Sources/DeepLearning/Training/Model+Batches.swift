public import Tensors

extension Model {
  /// Trains on one batch, as `keras.Model.train_on_batch`.
  ///
  /// - Returns: loss and metrics of the batch before the weights changed.
  /// - Throws: `DeepLearningError` when the model is not compiled, the data does not fit it, or the loss is not finite; then
  ///   no weight has changed.
  @discardableResult
  public func trainOnBatch(_ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>) throws -> MetricValues {
    let compilation = try compiled(for: "trainOnBatch")
    let data = try DataSet(x, y, model: self, loss: compilation.loss, place: "trainOnBatch")
    let step = TrainingStep(runtime: runtime, data: data, compilation: compilation)
    do {
      let sums = try step.run(order: Array(0..<data.count), batch: 0..<data.count)
      return sums.values(compilation.valueNames(validates: false))
    } catch let loss as NonFiniteLoss {
      throw loss.error(in: "trainOnBatch, step \(compilation.state.iterations + 1)")
    }
  }

  /// Loss and metrics of one batch, as `keras.Model.test_on_batch`.
  ///
  /// - Throws: `DeepLearningError` when the model is not compiled or the data does not fit it.
  public func testOnBatch(_ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>) throws(DeepLearningError) -> MetricValues
  {
    try evaluate(x, y, batchSize: max(x.shape.first ?? 0, 1))
  }

  /// What the model computes for one batch, as `keras.Model.predict_on_batch`.
  ///
  /// - Throws: `DeepLearningError` when the data does not fit the model, or the model has several outputs.
  public func predictOnBatch(_ x: Tensor<some Scalar>) throws(DeepLearningError) -> Tensor<Float> {
    try predict(x, batchSize: max(x.shape.first ?? 0, 1))
  }
}
