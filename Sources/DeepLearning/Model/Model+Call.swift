public import Tensors

extension Model {
  /// What the model computes for one batch, as calling a `keras.Model` on arrays.
  ///
  /// ## Shapes
  /// x [batch] + input shape → [batch] + output shape
  /// - Parameters:
  ///   - x: a tensor of the model's input shape.
  ///   - training: whether random layers act, such as those that change images.
  ///   - step: decides with the model's seed what random layers draw.
  /// - Throws: `DeepLearningError` when the data does not fit the model, or the model has several inputs or outputs.
  public func callAsFunction(
    _ x: Tensor<some Scalar>, training: Bool = false, step: Int = 0
  ) throws(DeepLearningError) -> Tensor<Float> {
    guard inputs.count == 1, outputs.count == 1 else {
      throw DeepLearningError(
        "model '\(name)'", "has \(inputs.count) inputs and \(outputs.count) outputs", expected: "one of each")
    }
    try DataCheck(place: "model '\(name)'").inputs([x], model: self)
    let batch = 0..<x.shape[0]
    let executor = try runtime.executor(
      for: PlanRequest(batch: batch.count, mode: training ? .training : .inference))
    executor.load(Examples(inputs: x), order: Array(batch), batch: batch, into: executor.plan.inputs[0])
    try executor.runForward(step: step)
    var result = Tensor<Float>(uninitialized: [batch.count] + outputs[0].shape)
    executor.copy(executor.plan.outputs[0].buffer, to: &result, at: 0)
    return result
  }
}
