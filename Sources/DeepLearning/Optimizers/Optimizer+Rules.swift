// The optimizers there are, each with a constant learning rate and with one that follows a schedule.

extension Optimizer {
  /// Stochastic gradient descent: w −= η·g; with momentum μ: m = μ·m − η·g and w += m, or w += μ·m − η·g for Nesterov's.
  public static func sgd(
    learningRate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0,
    clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil
  ) -> Optimizer {
    Optimizer(
      rule: .sgd(momentum: Float(momentum), isNesterov: nesterov), learningRate: learningRate,
      weightDecay: weightDecay,
      clipping: GradientClipping(norm: clipNorm, value: clipValue, globalNorm: globalClipNorm))
  }

  /// The same with a learning rate that follows a schedule.
  public static func sgd(
    learningRate: LearningRateSchedule, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0,
    clipNorm: Double? = nil, clipValue: Double? = nil, globalClipNorm: Double? = nil
  ) -> Optimizer {
    sgd(
      momentum: momentum, nesterov: nesterov, weightDecay: weightDecay, clipNorm: clipNorm, clipValue: clipValue,
      globalClipNorm: globalClipNorm
    ).following(learningRate)
  }

  /// RMSprop: v = ρ·v + (1−ρ)·g²; w −= η·g / √(v+ε), or with momentum μ: m = μ·m + η·g / √(v+ε) and w −= m. Tieleman and
  /// Hinton (2012).
  ///
  /// - Parameters:
  ///   - learningRate: η, at least 0.
  ///   - rho: ρ, 0 up to 1: how slowly the average of g² forgets.
  ///   - momentum: μ, 0 up to 1; 0 for none.
  ///   - epsilon: ε, over 0, which keeps the division from growing without bound.
  ///   - centered: whether g² is measured from the average of g: η·g / √(v−a²+ε) with a = ρ·a + (1−ρ)·g.
  ///   - weightDecay: what each weight loses of itself in a step, times η; 0 for none.
  ///   - clipNorm: the greatest norm of the gradient of one weight array; nil for none.
  ///   - clipValue: the greatest magnitude of one number of a gradient; nil for none.
  ///   - globalClipNorm: the greatest norm of all gradients together; nil for none.
  public static func rmsprop(
    learningRate: Double = 0.001, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
    centered: Bool = false, weightDecay: Double = 0, clipNorm: Double? = nil, clipValue: Double? = nil,
    globalClipNorm: Double? = nil
  ) -> Optimizer {
    Optimizer(
      rule: .rmsprop(
        rho: Float(rho), momentum: Float(momentum), epsilon: Float(epsilon), isCentered: centered),
      learningRate: learningRate,
      weightDecay: weightDecay,
      clipping: GradientClipping(norm: clipNorm, value: clipValue, globalNorm: globalClipNorm))
  }

  /// The same with a learning rate that follows a schedule.
  public static func rmsprop(
    learningRate: LearningRateSchedule, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
    centered: Bool = false, weightDecay: Double = 0, clipNorm: Double? = nil, clipValue: Double? = nil,
    globalClipNorm: Double? = nil
  ) -> Optimizer {
    rmsprop(
      rho: rho, momentum: momentum, epsilon: epsilon, centered: centered, weightDecay: weightDecay, clipNorm: clipNorm,
      clipValue: clipValue, globalClipNorm: globalClipNorm
    ).following(learningRate)
  }

  /// Adam: m += (g−m)(1−β₁); v += (g²−v)(1−β₂); w −= α·m / (√v+ε) with α = η·√(1−β₂ᵗ) / (1−β₁ᵗ). Kingma and Ba (2015).
  ///
  /// - Parameters:
  ///   - learningRate: η, at least 0.
  ///   - beta1: β₁, 0 up to 1: how slowly the average of g forgets.
  ///   - beta2: β₂, 0 up to 1: how slowly the average of g² forgets.
  ///   - epsilon: ε, over 0, which keeps the division from growing without bound.
  ///   - amsgrad: whether the greatest v so far stands in the place of v. Reddi, Kale and Kumar (2018).
  ///   - weightDecay: what each weight loses of itself in a step, times η; 0 for none.
  ///   - clipNorm: the greatest norm of the gradient of one weight array; nil for none.
  ///   - clipValue: the greatest magnitude of one number of a gradient; nil for none.
  ///   - globalClipNorm: the greatest norm of all gradients together; nil for none.
  public static func adam(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    amsgrad: Bool = false, weightDecay: Double = 0, clipNorm: Double? = nil, clipValue: Double? = nil,
    globalClipNorm: Double? = nil
  ) -> Optimizer {
    Optimizer(
      rule: .adam(
        beta1: Float(beta1), beta2: Float(beta2), epsilon: Float(epsilon), keepsMaxima: amsgrad),
      learningRate: learningRate,
      weightDecay: weightDecay,
      clipping: GradientClipping(norm: clipNorm, value: clipValue, globalNorm: globalClipNorm))
  }

  /// The same with a learning rate that follows a schedule.
  public static func adam(
    learningRate: LearningRateSchedule, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    amsgrad: Bool = false, weightDecay: Double = 0, clipNorm: Double? = nil, clipValue: Double? = nil,
    globalClipNorm: Double? = nil
  ) -> Optimizer {
    adam(
      beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad, weightDecay: weightDecay, clipNorm: clipNorm,
      clipValue: clipValue, globalClipNorm: globalClipNorm
    ).following(learningRate)
  }

  /// Adam with weights that decay apart from the gradient. Loshchilov and Hutter (2019).
  ///
  /// - Parameters:
  ///   - learningRate: η, at least 0.
  ///   - weightDecay: what each weight loses of itself in a step, times η; 0 for none.
  ///   - beta1: β₁, 0 up to 1: how slowly the average of g forgets.
  ///   - beta2: β₂, 0 up to 1: how slowly the average of g² forgets.
  ///   - epsilon: ε, over 0, which keeps the division from growing without bound.
  ///   - amsgrad: whether the greatest v so far stands in the place of v. Reddi, Kale and Kumar (2018).
  ///   - clipNorm: the greatest norm of the gradient of one weight array; nil for none.
  ///   - clipValue: the greatest magnitude of one number of a gradient; nil for none.
  ///   - globalClipNorm: the greatest norm of all gradients together; nil for none.
  public static func adamW(
    learningRate: Double = 0.001, weightDecay: Double = 0.004, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-7, amsgrad: Bool = false, clipNorm: Double? = nil, clipValue: Double? = nil,
    globalClipNorm: Double? = nil
  ) -> Optimizer {
    adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad,
      weightDecay: weightDecay, clipNorm: clipNorm, clipValue: clipValue, globalClipNorm: globalClipNorm)
  }

  /// The same with a learning rate that follows a schedule.
  public static func adamW(
    learningRate: LearningRateSchedule, weightDecay: Double = 0.004, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-7, amsgrad: Bool = false, clipNorm: Double? = nil, clipValue: Double? = nil,
    globalClipNorm: Double? = nil
  ) -> Optimizer {
    adamW(
      weightDecay: weightDecay, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad, clipNorm: clipNorm,
      clipValue: clipValue, globalClipNorm: globalClipNorm
    ).following(learningRate)
  }
}
