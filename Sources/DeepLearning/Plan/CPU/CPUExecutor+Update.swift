internal import Kernels
internal import Tensors

// The optimizer's step.
extension CPUExecutor {
  func update(_ optimizer: Optimizer, state: OptimizerState) throws(DeepLearningError) {
    for operation in plan.updates { try operation.run(on: self) }
    let rate = Float(optimizer.learningRate(at: state.iterations))
    state.iterations += 1
    let scale = globalScale(optimizer.clipping)
    for number in plan.trained {
      state.prepare(number, count: optimizer.slots.count, shape: plan.parameters[number].shape)
      var preparation = preparation(of: number)
      preparation.scale = scale ?? self.scale(of: number, optimizer.clipping)
      preparation.bound = Float(optimizer.clipping.value ?? .infinity)
      preparation.decay = Float(optimizer.weightDecay) * rate
      let update = ParameterUpdate(number: number, rate: rate, step: state.iterations, preparation: preparation)
      unsafe plan.parameters[number].value.withUnsafeMutableBuffer { weights in
        guard let weights = weights.baseAddress else { return }
        unsafe run(update, optimizer: optimizer, state: state, weights: weights)
      }
    }
  }

  func penalty(of parameters: [Int]) -> Double {
    parameters.reduce(0) { sum, number in
      unsafe withWeights(of: number) { weights, count in
        unsafe sum + preparation(of: number).penalty(of: weights, count: count)
      }
    }
  }

  /// What the parameter's regularizer asks for.
  private func preparation(of number: Int) -> GradientPreparation {
    let regularizer = plan.parameters[number].regularizer
    return GradientPreparation(l1: Float(regularizer?.l1 ?? 0), l2: Float(regularizer?.l2 ?? 0))
  }

  private func withWeights<Result>(of number: Int, _ body: (UnsafePointer<Float>, Int) -> Result) -> Result {
    unsafe plan.parameters[number].value.withUnsafeBuffer { values in
      guard let base = values.baseAddress else { preconditionFailure("a weight has memory") }
      return unsafe body(base, values.count)
    }
  }
}

/// What an update knows of its parameter.
private struct ParameterUpdate {
  let number: Int
  let rate: Float
  /// Counted from 1.
  let step: Int
  let preparation: GradientPreparation
}

// MARK: - Clipping

extension CPUExecutor {
  /// What every gradient is multiplied by, so that their common norm stays below the limit; nil without one.
  private func globalScale(_ clipping: GradientClipping) -> Float? {
    guard let limit = clipping.globalNorm else { return nil }
    return scale(plan.trained.reduce(0) { $0 + squaredNorm(of: $1) }, limit: limit)
  }

  private func scale(of number: Int, _ clipping: GradientClipping) -> Float {
    guard let limit = clipping.norm else { return 1 }
    return scale(squaredNorm(of: number), limit: limit)
  }

  /// limit / max(norm, limit).
  private func scale(_ squaredNorm: Double, limit: Double) -> Float {
    let norm = squaredNorm.squareRoot()
    return norm <= limit ? 1 : Float(limit / norm)
  }

  private func squaredNorm(of number: Int) -> Double {
    unsafe withWeights(of: number) { weights, count in
      unsafe preparation(of: number).squaredNorm(gradient(number), weights: weights, count: count)
    }
  }

  @unsafe private func gradient(_ number: Int) -> UnsafePointer<Float> {
    let start = gradients.ranges[number].lowerBound
    return unsafe gradients.values.withUnsafeBuffer { values in
      guard let base = values.baseAddress else { preconditionFailure("gradients have memory") }
      return unsafe base + start
    }
  }
}

// MARK: - Rules

extension CPUExecutor {
  @unsafe private func run(
    _ update: ParameterUpdate, optimizer: Optimizer, state: OptimizerState, weights: UnsafeMutablePointer<Float>
  ) {
    let gradient = unsafe gradient(update.number)
    let count = gradients.ranges[update.number].count
    func slot(_ slot: OptimizerSlot) -> UnsafeMutablePointer<Float>? {
      guard let index = optimizer.slots.firstIndex(of: slot) else { return nil }
      return unsafe state.slots[update.number][index].withUnsafeMutableBuffer { $0.baseAddress }
    }
    switch unsafe (optimizer.rule, slot(.momentum), slot(.velocity)) {
    case (.sgd(let momentum, let isNesterov), let momenta?, _):
      unsafe OptimizerStep.momentum(
        weights, gradient: gradient, momenta: momenta, count: count, learningRate: update.rate, momentum: momentum,
        isNesterov: isNesterov, preparation: update.preparation)
    case (.sgd, nil, _):
      unsafe OptimizerStep.sgd(
        weights, gradient: gradient, count: count, learningRate: update.rate, preparation: update.preparation)
    case (.rmsprop(let rho, let momentum, let epsilon, _), let momenta, let velocities?):
      unsafe OptimizerStep.rmsprop(
        weights, gradient: gradient, velocities: velocities, momenta: momenta, averages: slot(.averageGradient),
        count: count, learningRate: update.rate, rho: rho, momentum: momentum, epsilon: epsilon,
        preparation: update.preparation)
    case (.adam(let beta1, let beta2, let epsilon, _), let momenta?, let velocities?):
      unsafe OptimizerStep.adam(
        weights, gradient: gradient, momenta: momenta, velocities: velocities, maxima: slot(.velocityHat),
        count: count, step: update.step, learningRate: update.rate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        preparation: update.preparation)
    default: preconditionFailure("the optimizer's state does not belong to its rule")
    }
  }
}
