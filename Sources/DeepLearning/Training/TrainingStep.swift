/// One step of training on one batch: forward, backward, sum of gradients, update.
struct TrainingStep {
  let runtime: ModelRuntime
  let data: DataSet
  let compilation: Compilation
  /// Sums the gradients of several processes, each of which has worked on its part of the batch; nil for one process.
  var reduceGradients: ((GradientStore) throws -> Void)?

  /// Trains on the examples at the places `batch` of `order`.
  ///
  /// - Returns: loss and metrics of the batch.
  /// - Throws: `NonFiniteLoss` before anything is updated.
  func run(order: [Int], batch: Range<Int>) throws -> ObjectiveSums {
    let executor = try runtime.executor(
      for: PlanRequest(batch: batch.count, mode: .training, objective: compilation.objective, trains: true))
    executor.load(data, order: order, batch: batch)
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
  /// The first layer whose output is not finite.
  let layer: String?
  /// A weight that is not finite.
  let weight: String?

  /// The error for people: where it happened and what to do.
  func error(in place: String) -> DeepLearningError {
    var problem = "the loss is \(value)"
    if let layer { problem += "; the first layer whose output is not finite is \(layer)" }
    if let weight { problem += ", and its weight \(weight) is not finite" }
    return DeepLearningError(
      place, problem, expected: "finite numbers", hint: "lower the learning rate, and scale the inputs to about 0…1")
  }
}

extension Executor {
  func load(_ data: DataSet, order: [Int], batch: Range<Int>) {
    load(data.inputs, order: order, batch: batch, into: plan.inputs[0])
    if let objective = plan.objective { load(data.targets, order: order, batch: batch, into: objective.target) }
  }

  /// Loss and metrics of the batch that ran forward.
  ///
  /// - Parameter regularized: numbers of the parameters whose penalties are part of the loss.
  /// - Throws: `NonFiniteLoss`.
  func objectiveSums(regularized: [Int] = []) throws(NonFiniteLoss) -> ObjectiveSums {
    let means = plan.objective?.means ?? []
    var sums = ObjectiveSums(means.map { RunningMean(sum: sum($0.values), count: $0.count) })
    if !regularized.isEmpty { sums = sums.adding(penalty: penalty(of: regularized)) }
    guard sums.loss.isFinite else { throw nonFiniteLoss(sums.loss) }
    return sums
  }

  private func nonFiniteLoss(_ value: Double) -> NonFiniteLoss {
    let layer = firstNonFiniteLayer()
    let weights = plan.parameters.filter { !$0.value.elements.allSatisfy(\.isFinite) }
    let own = weights.first { parameter in layer.map { parameter.path.hasPrefix($0 + "/") } ?? true }
    return NonFiniteLoss(value: value, layer: layer, weight: own?.path)
  }
}
