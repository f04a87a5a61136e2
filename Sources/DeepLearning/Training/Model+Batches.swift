public import Tensors

extension Model {
  /// Trains on one batch, as `keras.Model.train_on_batch`.
  ///
  /// - Parameters:
  ///   - x: the inputs, [examples] + input shape.
  ///   - y: the targets, as the loss needs them.
  ///   - sampleWeight: what the loss of each example is multiplied by.
  ///   - classWeight: what the loss of examples of each class is multiplied by; 1 for other classes.
  /// - Returns: loss and metrics of the batch before the weights changed.
  /// - Throws: `DeepLearningError` when the model is not compiled, the data does not fit it, or the loss is not finite; then
  ///   no weight has changed.
  @discardableResult
  public func trainOnBatch(
    _ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>, sampleWeight: Tensor<Float>? = nil,
    classWeight: [Int: Double]? = nil
  ) throws -> MetricValues {
    try trainOnBatch(GivenData(x: [x], y: [y], weights: [sampleWeight]), classWeight)
  }

  /// Trains a model with several inputs or outputs on one batch.
  ///
  /// - Parameters:
  ///   - x: one tensor for each input.
  ///   - y: one tensor for each output.
  ///   - sampleWeight: one for each output, nil where all examples count the same; a single one is for all outputs.
  /// - Throws: as `trainOnBatch` of single tensors.
  @discardableResult
  public func trainOnBatch(
    _ x: [any ExampleTensor], _ y: [any ExampleTensor], sampleWeight: [Tensor<Float>?] = []
  ) throws -> MetricValues {
    try trainOnBatch(GivenData(x: x, y: y, weights: sampleWeight), nil)
  }

  private func trainOnBatch(_ given: GivenData, _ classWeight: [Int: Double]?) throws -> MetricValues {
    let compilation = try compiled(for: "trainOnBatch")
    let data = try DataSet(given, model: self, objective: compilation.objective, place: "trainOnBatch")
      .weighted(by: classWeight, model: self, place: "trainOnBatch")
    let step = TrainingStep(runtime: runtime, compilation: compilation)
    do {
      return try compilation.objective.values(of: step.run(LoadedBatch(all: data)))
    } catch let loss as NonFiniteLoss {
      throw loss.error(in: "trainOnBatch, step \(compilation.state.iterations + 1)")
    }
  }

  /// Loss and metrics of one batch, as `keras.Model.test_on_batch`.
  ///
  /// - Throws: `DeepLearningError` when the model is not compiled or the data does not fit it.
  public func testOnBatch(
    _ x: Tensor<some Scalar>, _ y: Tensor<some Scalar>, sampleWeight: Tensor<Float>? = nil
  ) throws(DeepLearningError) -> MetricValues {
    try evaluate(x, y, batchSize: max(x.exampleCount, 1), sampleWeight: sampleWeight)
  }

  /// Losses and metrics of one batch of a model with several inputs or outputs.
  ///
  /// - Throws: `DeepLearningError` when the model is not compiled or the data does not fit it.
  public func testOnBatch(
    _ x: [any ExampleTensor], _ y: [any ExampleTensor], sampleWeight: [Tensor<Float>?] = []
  ) throws(DeepLearningError) -> MetricValues {
    try evaluate(x, y, batchSize: max(x.first?.exampleCount ?? 0, 1), sampleWeight: sampleWeight)
  }

  /// What the model computes for one batch, as `keras.Model.predict_on_batch`.
  ///
  /// - Throws: `DeepLearningError` when the data does not fit the model, or the model has several outputs.
  public func predictOnBatch(_ x: Tensor<some Scalar>) throws(DeepLearningError) -> Tensor<Float> {
    try predictOnBatch([x])
  }

  /// What a model with several inputs computes for one batch.
  ///
  /// - Throws: `DeepLearningError` when the data does not fit the model, or the model has several outputs.
  public func predictOnBatch(_ x: [any ExampleTensor]) throws(DeepLearningError) -> Tensor<Float> {
    try predict(x, batchSize: max(x.first?.exampleCount ?? 0, 1))
  }
}
