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

  func run(_ operation: LinearMapForward) {
    unsafe operation.kernel.forward(input: source(operation.input), output: target(operation.output))
  }

  func run(_ operation: LinearMapBackward) {
    unsafe operation.kernel.gradient(
      outputGradient: source(operation.outputGradient), inputGradient: target(operation.inputGradient))
  }
}
