/// What `compile` decided, and the optimizer's memory.
struct Compilation {
  let loss: Loss
  let metrics: [Metric]
  /// The optimizer that was given, before callbacks or others changed its learning rate.
  private(set) var original: Optimizer
  var optimizer: Optimizer
  let state: OptimizerState

  var objective: PlanRequest.Objective { .loss(loss, metrics) }

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
    let names = ["loss"] + metrics.map(\.name)
    return validates ? names + names.map { "val_" + $0 } : names
  }
}

extension Model {
  /// Decides what training makes small, how weights follow, and what is reported. Forgets what an earlier optimizer
  /// remembered.
  ///
  /// - Throws: `DeepLearningError` when the loss does not fit the outputs or a setting is out of range.
  public func compile(
    optimizer: Optimizer = .rmsprop(), loss: Loss, metrics: [Metric] = []
  ) throws(DeepLearningError) {
    guard inputs.count == 1, outputs.count == 1 else {
      throw DeepLearningError(
        "compile", "model '\(name)' has \(inputs.count) inputs and \(outputs.count) outputs",
        expected: "one of each to train", hint: "predictAll computes several outputs")
    }
    try optimizer.check()
    let new = Compilation(
      loss: loss, metrics: metrics, original: optimizer, optimizer: optimizer,
      state: OptimizerState(parameterCount: parameters.count))
    _ = try PlanCompiler(network: network, parameters: parameters).plan(PlanRequest(batch: 1, objective: new.objective))
    compilation = new
    runtime.forgetPlans()
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
