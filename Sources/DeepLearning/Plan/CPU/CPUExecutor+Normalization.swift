internal import Kernels

// Batch normalisation. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: BatchNormalizationForward) {
    let (gamma, beta) = unsafe (optionalSource(operation.gamma), optionalSource(operation.beta))
    if operation.measures {
      unsafe operation.kernel.forward(
        input: source(operation.input), gamma: gamma, beta: beta, output: target(operation.output),
        mean: target(operation.mean), variance: target(operation.variance), workspace: scratch(operation.workspace))
    } else {
      unsafe operation.kernel.infer(
        input: source(operation.input), mean: source(operation.mean), variance: source(operation.variance),
        gamma: gamma, beta: beta, output: target(operation.output), workspace: scratch(operation.workspace))
    }
  }

  func run(_ operation: BatchNormalizationBackward) {
    let forward = operation.forward
    unsafe forward.kernel.gradients(
      input: source(forward.input), mean: source(forward.mean), variance: source(forward.variance),
      ownMoments: forward.measures, gamma: optionalSource(forward.gamma), beta: optionalSource(forward.beta),
      outputGradient: source(operation.outputGradient), inputGradient: optionalTarget(operation.inputGradient),
      gammaGradient: optionalTarget(operation.gammaGradient), betaGradient: optionalTarget(operation.betaGradient),
      workspace: scratch(operation.workspace))
  }

  func run(_ operation: FoldedFilter) {
    let normalization = operation.normalization
    unsafe operation.kernel.fold(
      filter: source(operation.filter), bias: optionalSource(operation.bias), mean: source(normalization.mean),
      variance: source(normalization.variance), gamma: optionalSource(normalization.gamma),
      beta: optionalSource(normalization.beta), foldedFilter: target(operation.output),
      foldedBias: target(operation.foldedBias), workspace: scratch(operation.workspace))
  }

  func run(_ operation: AverageUpdate) {
    unsafe MovingAverage.move(
      target(operation.average), towards: source(operation.value), count: operation.count, momentum: operation.momentum)
  }
}
