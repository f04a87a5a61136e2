internal import Kernels

// Dense layers. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: DenseForward) {
    unsafe operation.kernel.forward(
      input: source(operation.input), kernel: source(operation.weights), bias: optionalSource(operation.bias),
      output: target(operation.output), workspace: scratch(operation.workspace))
  }

  func run(_ operation: DenseBackward) {
    let forward = operation.forward
    unsafe forward.kernel.gradients(
      input: source(forward.input), kernel: source(forward.weights), output: source(forward.output),
      outputGradient: source(operation.outputGradient), inputGradient: optionalTarget(operation.inputGradient),
      kernelGradient: optionalTarget(operation.kernelGradient), biasGradient: optionalTarget(operation.biasGradient),
      workspace: scratch(operation.workspace))
  }
}
