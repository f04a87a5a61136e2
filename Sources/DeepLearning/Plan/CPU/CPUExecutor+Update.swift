internal import Kernels
internal import Tensors

// The optimizer's step.
extension CPUExecutor {
  func update(_ optimizer: Optimizer, state: OptimizerState) throws(DeepLearningError) {
    state.iterations += 1
    for operation in plan.updates { try operation.run(on: self) }
    for number in plan.trained {
      state.prepare(number, count: optimizer.slotCount, shape: plan.parameters[number].shape)
      unsafe plan.parameters[number].value.withUnsafeMutableBuffer { weights in
        guard let weights = weights.baseAddress else { return }
        unsafe update(weights, number: number, optimizer: optimizer, state: state)
      }
    }
  }

  @unsafe private func update(
    _ weights: UnsafeMutablePointer<Float>, number: Int, optimizer: Optimizer, state: OptimizerState
  ) {
    let range = gradients.ranges[number]
    unsafe gradients.values.withUnsafeBuffer { values in
      guard let gradient = unsafe values.baseAddress.map({ unsafe $0 + range.lowerBound }) else { return }
      unsafe apply(
        optimizer, weights, gradient, count: range.count, first: slot(0, of: number, in: state),
        second: slot(1, of: number, in: state), step: state.iterations)
    }
  }

  @unsafe private func slot(_ index: Int, of number: Int, in state: OptimizerState) -> UnsafeMutablePointer<Float>? {
    guard index < state.slots[number].count else { return nil }
    return unsafe state.slots[number][index].withUnsafeMutableBuffer { $0.baseAddress }
  }

  @unsafe private func apply(
    _ optimizer: Optimizer, _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, count: Int,
    first: UnsafeMutablePointer<Float>?, second: UnsafeMutablePointer<Float>?, step: Int
  ) {
    let rate = Float(optimizer.learningRate)
    switch unsafe (optimizer.rule, first, second) {
    case (.sgd(let momentum, let isNesterov), let momenta?, _):
      unsafe OptimizerStep.momentum(
        weights, gradient: gradient, momenta: momenta, count: count, learningRate: rate, momentum: momentum,
        isNesterov: isNesterov)
    case (.sgd, nil, _):
      unsafe OptimizerStep.sgd(weights, gradient: gradient, count: count, learningRate: rate)
    case (.rmsprop(let rho, let momentum, let epsilon), let velocities?, let momenta):
      unsafe OptimizerStep.rmsprop(
        weights, gradient: gradient, velocities: velocities, momenta: momenta, count: count, learningRate: rate,
        rho: rho,
        momentum: momentum, epsilon: epsilon)
    case (.adam(let beta1, let beta2, let epsilon), let momenta?, let velocities?):
      unsafe OptimizerStep.adam(
        weights, gradient: gradient, momenta: momenta, velocities: velocities, count: count, step: step,
        learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    default: preconditionFailure("the optimizer's state does not belong to its rule")
    }
  }
}
