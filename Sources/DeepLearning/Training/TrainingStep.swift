/// One step of training on one batch: forward, backward, sum of gradients, update.
struct TrainingStep {
  let runtime: ModelRuntime
  let data: DataSet
  let compilation: Compilation
  /// Sums the gradients of several processes, each of which has worked on its part of the batch; nil for one process.
  var reduceGradients: ((GradientStore) throws -> Void)?

  /// Trains on the examples at the places `batch` of `order`.
  ///
  /// - Returns: the sums over the batch of loss and metrics, and the number of rows they are sums of.
  /// - Throws: `NonFiniteLoss` before anything is updated.
  func run(order: [Int], batch: Range<Int>, optimizer: Optimizer) throws -> ObjectiveSums {
    let executor = try runtime.executor(
      for: PlanRequest(batch: batch.count, mode: .training, objective: compilation.objective, trains: true))
    executor.load(data, order: order, batch: batch)
    executor.runForward(step: compilation.state.iterations)
    let sums = try executor.objectiveSums()
    executor.runBackward()
    try reduceGradients?(executor.gradients)
    executor.update(optimizer, state: compilation.state)
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

/// Sums over examples, from which means follow.
struct ObjectiveSums {
  var loss = 0.0
  var metrics: [Double]
  var rows = 0

  static func += (left: inout ObjectiveSums, right: ObjectiveSums) {
    left.loss += right.loss
    left.rows += right.rows
    for index in left.metrics.indices { left.metrics[index] += right.metrics[index] }
  }

  /// The means under their names.
  func values(_ metrics: [Metric]) -> MetricValues {
    var values = MetricValues()
    values.append("loss", loss / Double(max(rows, 1)))
    for (metric, sum) in zip(metrics, self.metrics) { values.append(metric.name, sum / Double(max(rows, 1))) }
    return values
  }
}

extension Executor {
  func load(_ data: DataSet, order: [Int], batch: Range<Int>) {
    load(data.inputs, order: order, batch: batch, into: plan.inputs[0])
    if let objective = plan.objective { load(data.targets, order: order, batch: batch, into: objective.target) }
  }

  /// Loss and metrics of the batch that ran forward.
  ///
  /// - Throws: `NonFiniteLoss`.
  func objectiveSums() throws(NonFiniteLoss) -> ObjectiveSums {
    guard let objective = plan.objective, let losses = objective.losses else { return ObjectiveSums(metrics: []) }
    let loss = sum(losses)
    guard loss.isFinite else { throw nonFiniteLoss(loss) }
    return ObjectiveSums(loss: loss, metrics: objective.metrics.map { sum($0) }, rows: objective.rows)
  }

  private func nonFiniteLoss(_ value: Double) -> NonFiniteLoss {
    let layer = firstNonFiniteLayer()
    let weights = plan.parameters.filter { !$0.value.elements.allSatisfy(\.isFinite) }
    let own = weights.first { parameter in layer.map { parameter.path.hasPrefix($0 + "/") } ?? true }
    return NonFiniteLoss(value: value, layer: layer, weight: own?.path)
  }
}
