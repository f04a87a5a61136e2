public import Tensors

/// The gradients of a score by tensors of a model's graph, and what these tensors are for the same batch.
public struct OutputGradients: Sendable {
  /// The score.
  public let value: Double
  /// What the score is made of: [batch] + shape of the tensor.
  public let output: Tensor<Float>
  /// The gradient by each tensor, of the tensor's shape.
  public let gradients: [Tensor<Float>]
  /// What each tensor is: [batch] + its shape.
  public let values: [Tensor<Float>]
}

extension Model {
  /// How a number made of any output, or of what any layer gives, depends on inputs and on what layers give.
  ///
  ///     let found = try model.gradients(of: model.outputs[0], score: .sum(of: 3), by: layer.output, for: images)
  ///
  /// Random layers do nothing, as in `predict`. Only what the score and the tensors depend on is computed, for the whole
  /// batch at once. Of a nested model's tensors those of its first call are meant.
  ///
  /// - Parameters:
  ///   - output: an output of the model, or a tensor on the way to its outputs.
  ///   - score: what is made of it.
  ///   - sources: the tensors to differentiate by: inputs, or tensors on the way to `output`.
  ///   - x: [batch] + input shape
  /// - Throws: `DeepLearningError` when a tensor is none of the model's, `output` does not depend on a source, the score does
  ///   not fit `output`, or the data does not fit the model.
  public func gradients(
    of output: SymbolicTensor, score: OutputScore, by sources: some SymbolicTensors, for x: Tensor<some Scalar>
  ) throws(DeepLearningError) -> OutputGradients {
    try gradients(of: output, score: score, by: sources, for: [x])
  }

  /// How a number made of any output depends on inputs and on what layers give, for a model of several inputs.
  ///
  /// - Parameters:
  ///   - output: an output of the model, or a tensor on the way to its outputs.
  ///   - score: what is made of it.
  ///   - sources: the tensors to differentiate by: inputs, or tensors on the way to `output`.
  ///   - xs: a tensor of shape [batch] + input shape for every input.
  /// - Throws: as for a model of one input.
  public func gradients(
    of output: SymbolicTensor, score: OutputScore, by sources: some SymbolicTensors, for xs: [any ExampleTensor]
  ) throws(DeepLearningError) -> OutputGradients {
    try DataCheck(place: "gradients").inputs(xs, model: self)
    return try gradients(of: output, score: score, by: sources.tensors, examples: xs.map(\.inputExamples))
  }

  private func gradients(
    of output: SymbolicTensor, score: OutputScore, by sources: [SymbolicTensor], examples: [Examples]
  ) throws(DeepLearningError) -> OutputGradients {
    let batch = examples[0].count
    let executor = try runtime.executor(
      for: PlanRequest(batch: batch, objective: .weighted(output), sources: sources))
    let weights = try score.weights(shape: [batch] + output.shape)
    try executor.run(examples, outputWeights: weights)
    let plan = executor.plan
    let result = executor.tensor(plan.outputs[0].buffer, shape: [batch] + output.shape)
    let terms = zip(result.elements, weights.elements).map { Double($0) * Double($1) }
    let shapes = sources.map { [batch] + $0.shape }
    return OutputGradients(
      value: terms.reduce(0, +), output: result,
      gradients: zip(plan.sourceGradients, shapes).map { executor.tensor($0, shape: $1) },
      values: zip(plan.sources, shapes).map { executor.tensor($0.buffer, shape: $1) })
  }
}

extension Executor {
  /// Runs both passes, starting from the weights of the output.
  fileprivate func run(_ examples: [Examples], outputWeights: Tensor<Float>) throws(DeepLearningError) {
    let batch = 0..<plan.batch
    for (input, buffer) in zip(examples, plan.inputs) { load(input, order: Array(batch), batch: batch, into: buffer) }
    if let objective = plan.objective {
      load(.floats(outputWeights), order: Array(batch), batch: batch, into: objective.given[0].target)
    }
    try runForward(step: 0)
    try runBackward()
  }

  /// A copy of a buffer.
  fileprivate func tensor(_ buffer: Buffer, shape: [Int]) -> Tensor<Float> {
    var tensor = Tensor<Float>(uninitialized: shape)
    copy(buffer, to: &tensor, at: 0)
    return tensor
  }
}
