/// What `compile` decided, and the optimizer's memory.
struct Compilation {
  let objective: TrainingObjective
  /// The optimizer that was given, before callbacks or others changed its learning rate.
  private(set) var original: Optimizer
  var optimizer: Optimizer
  let state: OptimizerState

  /// The objective as a plan needs it.
  func request(weighted: [Bool]) -> PlanRequest.Objective { .loss(objective, weighted: weighted) }

  /// Takes another optimizer, or the same with another learning rate.
  fileprivate mutating func replace(by optimizer: Optimizer) {
    if optimizer.rule != self.optimizer.rule {
      state.forgetSlots()
      original = optimizer
    }
    self.optimizer = optimizer
  }

  /// Names of the values of an epoch in Keras' order.
  func valueNames(validates: Bool) -> [String] {
    let names = objective.valueNames
    return validates ? names + names.map { "val_" + $0 } : names
  }
}

extension Model {
  /// Decides what training makes small, how weights follow, and what is reported. Forgets what an earlier optimizer
  /// remembered.
  ///
  /// - Parameters:
  ///   - optimizer: the rule by which the weights follow the gradients.
  ///   - loss: the loss of the output; of several outputs each has it, and the whole loss is their sum.
  ///   - metrics: for a model with one output; see `compile(optimizer:loss:lossWeights:metrics:)`.
  /// - Throws: `DeepLearningError` when loss or metrics do not fit the outputs or a setting is out of range.
  public func compile(
    optimizer: Optimizer = .rmsprop(), loss: Loss, metrics: [Metric] = []
  ) throws(DeepLearningError) {
    guard outputs.count == 1 || metrics.isEmpty else {
      throw DeepLearningError(
        "compile", "metrics is one list for \(outputs.count) outputs", expected: "a list for each output",
        hint: "write metrics: [[.accuracy], []]")
    }
    try compile(
      optimizer: optimizer, loss: outputs.map { _ in loss },
      metrics: outputs.count == 1 ? [metrics] : outputs.map { _ in [] })
  }

  /// Decides what training makes small for a model with several outputs: Σ weight · loss over the outputs.
  ///
  /// - Parameters:
  ///   - optimizer: the rule by which the weights follow the gradients.
  ///   - loss: one for each output.
  ///   - lossWeights: one for each output; 1 by default.
  ///   - metrics: a list for each output.
  /// - Throws: `DeepLearningError` when there are not as many as outputs, when losses or metrics do not fit the outputs, or
  ///   when a setting is out of range.
  public func compile(
    optimizer: Optimizer = .rmsprop(), loss: [Loss], lossWeights: [Double]? = nil, metrics: [[Metric]]? = nil
  ) throws(DeepLearningError) {
    try checkCount(loss.count, of: "loss")
    try checkCount(lossWeights?.count, of: "lossWeights")
    try checkCount(metrics?.count, of: "metrics")
    let names: [String?] = outputs.count == 1 ? [nil] : outputNames
    let parts = outputs.indices.map { index in
      TrainingObjective.Part(
        name: names[index], loss: loss[index], weight: lossWeights?[index] ?? 1, metrics: metrics?[index] ?? [])
    }
    try compile(TrainingObjective(parts), optimizer)
  }

  /// Decides what training makes small for a model with several outputs, by the outputs' names.
  ///
  /// - Parameters:
  ///   - optimizer: the rule by which the weights follow the gradients.
  ///   - loss: one for each output.
  ///   - lossWeights: 1 for an output that is not named.
  ///   - metrics: none for an output that is not named.
  /// - Throws: as `compile(optimizer:loss:lossWeights:metrics:)`, and when a name is not that of an output.
  public func compile(
    optimizer: Optimizer = .rmsprop(), loss: [String: Loss], lossWeights: [String: Double] = [:],
    metrics: [String: [Metric]] = [:]
  ) throws(DeepLearningError) {
    let names = outputNames
    let given = Array(loss.keys) + Array(lossWeights.keys) + Array(metrics.keys)
    let unknown = given.filter { !names.contains($0) }.min()
    let forgotten = names.first { loss[$0] == nil }
    if let problem = unknown.map({ "no output is named '\($0)'" }) ?? forgotten.map({ "output '\($0)' has no loss" }) {
      throw DeepLearningError("compile", problem, expected: "a loss for each of " + names.joined(separator: ", "))
    }
    try compile(
      optimizer: optimizer, loss: names.compactMap { loss[$0] }, lossWeights: names.map { lossWeights[$0] ?? 1 },
      metrics: names.map { metrics[$0] ?? [] })
  }

  private func compile(_ objective: TrainingObjective, _ optimizer: Optimizer) throws(DeepLearningError) {
    try optimizer.check()
    for part in objective.parts {
      try part.loss.check()
      guard part.weight.isFinite else {
        throw DeepLearningError("compile", "a loss weight is \(part.weight)", expected: "finite numbers")
      }
    }
    let new = Compilation(
      objective: objective, original: optimizer, optimizer: optimizer,
      state: OptimizerState(parameterCount: parameters.count))
    let request = PlanRequest(batch: 1, objective: new.request(weighted: outputs.map { _ in false }))
    _ = try PlanCompiler(network: network, parameters: parameters).plan(request)
    compilation = new
    runtime.forgetPlans()
  }

  private func checkCount(_ count: Int?, of argument: String) throws(DeepLearningError) {
    guard let count, count != outputs.count else { return }
    throw DeepLearningError(
      "compile", "\(argument) has \(count) entries", expected: "\(outputs.count), one for each output")
  }

  /// The optimizer that `compile` was given, with its present learning rate, which may be changed between epochs. Nil before
  /// `compile`. An optimizer of another kind starts without memory.
  public var optimizer: Optimizer? {
    get { compilation.map { $0.optimizer.present(at: $0.state.iterations) } }
    set {
      guard let newValue else { return }
      compilation?.replace(by: newValue)
    }
  }

  func compiled(for purpose: String) throws(DeepLearningError) -> Compilation {
    guard let compilation else {
      throw DeepLearningError(
        purpose, "model '\(name)' is not compiled", expected: "a loss",
        hint: "call compile(optimizer:loss:metrics:) first")
    }
    return compilation
  }
}
