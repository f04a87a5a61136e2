internal import Kernels

// Convolutions of other kinds and linear maps. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: FilterForward) {
    unsafe operation.kernel.forward(
      input: source(operation.input), filter: source(operation.filter), bias: optionalSource(operation.bias),
      output: target(operation.output), workspace: scratch(operation.workspace))
  }

  func run(_ operation: FilterBackward) {
    let forward = operation.forward
    unsafe forward.kernel.gradients(
      input: source(forward.input), filter: source(forward.filter), output: source(forward.output),
      outputGradient: source(operation.outputGradient), inputGradient: optionalTarget(operation.inputGradient),
      filterGradient: optionalTarget(operation.filterGradient), biasGradient: optionalTarget(operation.biasGradient),
      workspace: scratch(operation.workspace))
  }

  func run(_ operation: SeparableForward) {
    let (depthwise, pointwise) = (operation.depthwise, operation.pointwise)
    if let normalization = operation.normalization, normalization.measures {
      unsafe normalization.kernel.measure(
        source(normalization.input), mean: target(normalization.mean), variance: target(normalization.variance),
        workspace: scratch(operation.workspace))
    }
    unsafe operation.kernel.forward(
      input: source(operation.input), moments: moments(operation.normalization),
      depthwise: SeparableConvolution.Weights(
        filter: source(depthwise.filter), bias: optionalSource(depthwise.bias)),
      pointwise: SeparableConvolution.Weights(
        filter: source(pointwise.filter), bias: optionalSource(pointwise.bias)),
      winners: places(operation.winners), output: target(operation.output), workspace: scratch(operation.workspace))
  }

  func run(_ operation: SeparableBackward) {
    let (forward, gradients) = (operation.forward, operation.gradients)
    unsafe forward.kernel.gradients(
      input: source(forward.input), moments: moments(forward.normalization),
      ownMoments: forward.normalization?.measures ?? false,
      depthwise: SeparableConvolution.Weights(
        filter: source(forward.depthwise.filter), bias: optionalSource(forward.depthwise.bias)),
      pointwise: source(forward.pointwise.filter), winners: UnsafePointer(places(forward.winners)),
      outputGradient: source(operation.outputGradient),
      into: SeparableConvolution.Gradients(
        input: optionalTarget(gradients.input), gamma: optionalTarget(gradients.gamma),
        beta: optionalTarget(gradients.beta), depthwiseFilter: optionalTarget(gradients.depthwiseFilter),
        depthwiseBias: optionalTarget(gradients.depthwiseBias),
        pointwiseFilter: optionalTarget(gradients.pointwiseFilter),
        pointwiseBias: optionalTarget(gradients.pointwiseBias)), workspace: scratch(operation.workspace))
  }

  private func moments(_ normalization: BatchNormalizationForward?) -> SeparableConvolution.Moments? {
    normalization.map { normalization in
      unsafe SeparableConvolution.Moments(
        mean: source(normalization.mean), variance: source(normalization.variance),
        gamma: optionalSource(normalization.gamma), beta: optionalSource(normalization.beta))
    }
  }

  func run(_ operation: LinearMapForward) {
    unsafe operation.kernel.forward(input: source(operation.input), output: target(operation.output))
  }

  func run(_ operation: LinearMapBackward) {
    unsafe operation.kernel.gradient(
      outputGradient: source(operation.outputGradient), inputGradient: target(operation.inputGradient))
  }
}
