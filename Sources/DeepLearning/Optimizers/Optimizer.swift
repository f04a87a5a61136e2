/// How weights follow their gradients. The rules, their defaults and the order of their parts are Keras 3's:
///
/// 1. the gradients of penalties are added (see `Regularizer`),
/// 2. gradients are clipped, by element (`clipValue`), by the norm of each weight's (`clipNorm`) or by that of all
///    (`globalClipNorm`); one of them at most,
/// 3. all trained weights decay, biases too: w −= η · weightDecay · w,
/// 4. the rule moves the weights.
public struct Optimizer: Equatable, Sendable, CustomStringConvertible {
  enum Rule: Equatable, Sendable {
    case sgd(momentum: Float, isNesterov: Bool)
    case rmsprop(rho: Float, momentum: Float, epsilon: Float, isCentered: Bool)
    case adam(beta1: Float, beta2: Float, epsilon: Float, keepsMaxima: Bool)
  }

  let rule: Rule
  let weightDecay: Double
  let clipping: GradientClipping
  /// η: how far a step goes. It may be changed between epochs; of `model.optimizer` it is the present one. Setting it ends a
  /// schedule.
  public var learningRate: Double { didSet { schedule = nil } }
  /// What the learning rate follows, if it is not constant.
  public private(set) var schedule: LearningRateSchedule?

  init(rule: Rule, learningRate: Double, weightDecay: Double, clipping: GradientClipping) {
    self.rule = rule
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.clipping = clipping
  }

  public var description: String {
    let rate = schedule.map { "\($0)" } ?? "\(learningRate)"
    return "\(rule) learningRate=\(rate) weightDecay=\(weightDecay) \(clipping)"
  }
}

// MARK: - The learning rate

extension Optimizer {
  /// η of the step after this many.
  func learningRate(at iteration: Int) -> Double { schedule?(iteration) ?? learningRate }

  /// The same optimizer, with the learning rate of the step after this many.
  func present(at iteration: Int) -> Optimizer {
    guard let schedule else { return self }
    return following(schedule, at: iteration)
  }

  /// The same optimizer with a learning rate that follows a schedule.
  func following(_ schedule: LearningRateSchedule, at iteration: Int = 0) -> Optimizer {
    var result = self
    result.learningRate = schedule(iteration)
    result.schedule = schedule
    return result
  }
}

// MARK: - What may be wrong

extension Optimizer {
  /// - Throws: `DeepLearningError` naming a setting out of range.
  func check() throws(DeepLearningError) {
    try schedule?.check()
    try check(learningRate, "learningRate", in: 0...Double.greatestFiniteMagnitude)
    try check(weightDecay, "weightDecay", in: 0...Double.greatestFiniteMagnitude)
    try clipping.check()
    switch rule {
    case .sgd(let momentum, _): try check(Double(momentum), "momentum", in: 0...1)
    case .rmsprop(let rho, let momentum, _, _):
      try check(Double(rho), "rho", in: 0...1)
      try check(Double(momentum), "momentum", in: 0...1)
    case .adam(let beta1, let beta2, _, _):
      try check(Double(beta1), "beta1", in: 0...1)
      try check(Double(beta2), "beta2", in: 0...1)
    }
  }

  private func check(_ value: Double, _ name: String, in range: ClosedRange<Double>) throws(DeepLearningError) {
    guard !range.contains(value) else { return }
    let expected = range.upperBound > 1 ? "a finite number of at least 0" : "between 0 and 1"
    throw DeepLearningError("optimizer", "\(name) is \(value)", expected: expected)
  }
}
