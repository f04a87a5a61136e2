/// One step of training on one batch: forward, backward, sum of gradients, update.
struct TrainingStep {
  let runtime: ModelRuntime
  let compilation: Compilation
  /// Sums the gradients of several processes, each of which has worked on its part of the batch; nil for one process.
  var reduceGradients: ((GradientStore) throws -> Void)?

  /// Trains on a batch.
  ///
  /// - Returns: loss and metrics of the batch.
  /// - Throws: `NonFiniteLoss` before anything is updated.
  func run(_ batch: LoadedBatch) throws -> ObjectiveSums {
    let executor = try runtime.executor(
      for: PlanRequest(
        batch: batch.count, mode: .training, objective: compilation.request(weighted: batch.data.weighted),
        trains: true))
    executor.load(batch)
    try executor.runForward(step: compilation.state.iterations)
    let sums = try executor.objectiveSums(regularized: runtime.regularized)
    try executor.runBackward()
    try reduceGradients?(executor.gradients)
    try executor.update(compilation.optimizer, state: compilation.state)
    return sums
  }
}

/// The loss of a batch is infinite or not a number.
struct NonFiniteLoss: Error {
  let value: Double
  /// Which output's loss it is, if there are several.
  let output: String?
  /// The first layer whose output is not finite.
  let layer: String?
  /// A weight that is not finite.
  let weight: String?

  /// The error for people: where it happened and what to do.
  func error(in place: String) -> DeepLearningError {
    var problem = "the loss is \(value)"
    if let output { problem += ", that of output '\(output)' too" }
    if let layer { problem += "; the first layer whose output is not finite is \(layer)" }
    if let weight { problem += ", and its weight \(weight) is not finite" }
    return DeepLearningError(
      place, problem, expected: "finite numbers", hint: "lower the learning rate, and scale the inputs to about 0…1")
  }
}

extension Executor {
  /// Brings a batch with its targets and weights into the plan's buffers.
  func load(_ batch: LoadedBatch) {
    let data = batch.data
    for (buffer, examples) in zip(plan.inputs, data.inputs) { load(examples, of: batch, into: buffer) }
    for (index, given) in (plan.objective?.given ?? []).enumerated() {
      load(data.targets[index], of: batch, into: given.target)
      if let buffer = given.weights, let weights = data.weights[index] { load(weights, of: batch, into: buffer) }
    }
  }

  private func load(_ examples: Examples, of batch: LoadedBatch, into buffer: Buffer) {
    load(examples, order: batch.order, batch: batch.places, into: buffer)
  }

  /// Loss and metrics of the batch that ran forward.
  ///
  /// - Parameter regularized: numbers of the parameters whose penalties are part of the loss.
  /// - Throws: `NonFiniteLoss`.
  func objectiveSums(regularized: [Int] = []) throws(NonFiniteLoss) -> ObjectiveSums {
    let losses = (plan.objective?.losses ?? []).map { loss in
      (value: sums(loss.sums, width: 1)[0] / Double(loss.count), weight: loss.weight)
    }
    let metrics = (plan.objective?.metrics ?? []).map { metrics in
      metrics.map { MetricTotal(sums: sums($0.sums, width: $0.width), count: $0.count) }
    }
    var total = ObjectiveSums(losses: losses, metrics: metrics, examples: plan.batch)
    if !regularized.isEmpty { total = total.adding(penalty: penalty(of: regularized)) }
    guard total.loss.value.isFinite else { throw nonFiniteLoss(total) }
    return total
  }

  private func nonFiniteLoss(_ sums: ObjectiveSums) -> NonFiniteLoss {
    let output = sums.losses.firstIndex { !$0.value.isFinite }.flatMap { plan.objective?.losses[$0].output }
    let layer = firstNonFiniteLayer()
    let weights = plan.parameters.filter { !$0.value.elements.allSatisfy(\.isFinite) }
    let own = weights.first { parameter in layer.map { parameter.path.hasPrefix($0 + "/") } ?? true }
    return NonFiniteLoss(value: sums.loss.value, output: output, layer: layer, weight: own?.path)
  }
}
