/// How weights follow their gradients. The rules and their defaults are Keras 3's.
public struct Optimizer: Equatable, Sendable, CustomStringConvertible {
  enum Rule: Equatable, Sendable {
    case sgd(momentum: Float, isNesterov: Bool)
    case rmsprop(rho: Float, momentum: Float, epsilon: Float)
    case adam(beta1: Float, beta2: Float, epsilon: Float)
  }

  let rule: Rule
  /// η: how far a step goes. It may be changed between epochs.
  public var learningRate: Double

  /// Stochastic gradient descent: w −= η·g; with momentum μ: m = μ·m − η·g and w += m, or w += μ·m − η·g for Nesterov's.
  public static func sgd(learningRate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false) -> Optimizer {
    Optimizer(rule: .sgd(momentum: Float(momentum), isNesterov: nesterov), learningRate: learningRate)
  }

  /// RMSprop: v = ρ·v + (1−ρ)·g²; w −= η·g / √(v+ε), or with momentum μ: m = μ·m + η·g / √(v+ε) and w −= m. Tieleman and
  /// Hinton (2012).
  public static func rmsprop(
    learningRate: Double = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7
  ) -> Optimizer {
    Optimizer(
      rule: .rmsprop(rho: Float(rho), momentum: Float(momentum), epsilon: Float(epsilon)), learningRate: learningRate)
  }

  /// Adam: m += (g−m)(1−β₁); v += (g²−v)(1−β₂); w −= α·m / (√v+ε) with α = η·√(1−β₂ᵗ) / (1−β₁ᵗ). Kingma and Ba (2015).
  public static func adam(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7
  ) -> Optimizer {
    Optimizer(
      rule: .adam(beta1: Float(beta1), beta2: Float(beta2), epsilon: Float(epsilon)), learningRate: learningRate)
  }

  public var description: String { "\(rule) learningRate=\(learningRate)" }

  /// Numbers that the rule keeps for each weight.
  var slotCount: Int {
    switch rule {
    case .sgd(let momentum, _): momentum == 0 ? 0 : 1
    case .rmsprop(_, let momentum, _): momentum == 0 ? 1 : 2
    case .adam: 2
    }
  }

  /// - Throws: `DeepLearningError` naming a setting out of range.
  func check() throws(DeepLearningError) {
    try check(learningRate, "learningRate", in: 0...Double.greatestFiniteMagnitude)
    switch rule {
    case .sgd(let momentum, _): try check(Double(momentum), "momentum", in: 0...1)
    case .rmsprop(let rho, let momentum, _):
      try check(Double(rho), "rho", in: 0...1)
      try check(Double(momentum), "momentum", in: 0...1)
    case .adam(let beta1, let beta2, _):
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
