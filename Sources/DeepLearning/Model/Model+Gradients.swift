package import Tensors

/// What a weighted sum of outputs, or a loss, has as gradients.
package struct ModelGradients {
  /// Σ output · weight, or the mean loss.
  package let value: Double
  /// The gradient by the input.
  package let input: Tensor<Float>
  /// The gradients by the trainable weights, by path.
  package let parameters: [String: Tensor<Float>]
}

extension Model {
  /// The gradients of Σ output · weight by input and trainable weights.
  ///
  /// - Parameter mode: whether random layers act, as in the step of training of this number.
  package func gradients(
    _ x: Tensor<Float>, outputWeights: Tensor<Float>, trainingStep: Int? = nil
  ) throws -> ModelGradients {
    let request = PlanRequest(
      batch: x.shape[0], mode: trainingStep == nil ? .inference : .training, objective: .weighted(outputs[0]),
      trains: true, sources: [inputs[0]])
    let data = DataSet(inputs: [.floats(x)], targets: [.floats(outputWeights)], weights: [nil])
    let executor = try run(request, data, step: trainingStep ?? 0)
    var output = Tensor<Float>(zeros: outputWeights.shape)
    executor.copy(executor.plan.outputs[0].buffer, to: &output, at: 0)
    let terms = zip(output.elements, outputWeights.elements).map { Double($0) * Double($1) }
    return collect(executor, shape: x.shape, value: terms.reduce(0, +))
  }

  /// The mean loss and its gradients by input and trainable weights.
  package func lossGradients(
    _ x: Tensor<Float>, _ y: Tensor<some Scalar>, sampleWeight: Tensor<Float>? = nil
  ) throws -> ModelGradients {
    let compilation = try compiled(for: "gradients")
    let data = try DataSet(
      GivenData(x: [x], y: [y], weights: [sampleWeight]), model: self, objective: compilation.objective,
      place: "gradients")
    let request = PlanRequest(
      batch: x.shape[0], objective: compilation.request(weighted: data.weighted), trains: true, sources: [inputs[0]])
    let executor = try run(request, data, step: 0)
    let sums = try executor.objectiveSums()
    return collect(executor, shape: x.shape, value: sums.loss.value)
  }

  private func run(_ request: PlanRequest, _ data: DataSet, step: Int) throws -> any Executor {
    let executor = try runtime.executor(for: request)
    executor.load(LoadedBatch(all: data))
    try executor.runForward(step: step)
    try executor.runBackward()
    return executor
  }

  private func collect(_ executor: any Executor, shape: [Int], value: Double) -> ModelGradients {
    var input = Tensor<Float>(zeros: shape)
    executor.copy(executor.plan.sourceGradients[0], to: &input, at: 0)
    let named = executor.plan.trained.map { number in
      (parameters[number].path, executor.gradients.gradient(number, shape: parameters[number].shape))
    }
    return ModelGradients(value: value, input: input, parameters: Dictionary(uniqueKeysWithValues: named))
  }
}
