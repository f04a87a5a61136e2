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
    let moments = operation.normalization.map { normalization in
      unsafe SeparableConvolution.Moments(
        mean: source(normalization.mean), variance: source(normalization.variance),
        gamma: optionalSource(normalization.gamma), beta: optionalSource(normalization.beta))
    }
    unsafe operation.kernel.forward(
      input: source(operation.input), moments: moments,
      depthwise: SeparableConvolution.Weights(
        filter: source(depthwise.filter), bias: optionalSource(depthwise.bias)),
      pointwise: SeparableConvolution.Weights(
        filter: source(pointwise.filter), bias: optionalSource(pointwise.bias)),
      output: target(operation.output), workspace: scratch(operation.workspace))
  }

  func run(_ operation: LinearMapForward) {
    unsafe operation.kernel.forward(input: source(operation.input), output: target(operation.output))
  }

  func run(_ operation: LinearMapBackward) {
    unsafe operation.kernel.gradient(
      outputGradient: source(operation.outputGradient), inputGradient: target(operation.inputGradient))
  }
}
