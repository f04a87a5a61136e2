internal import Kernels

// Convolutions. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: ConvolutionForward) {
    unsafe operation.kernel.forward(
      input: source(operation.input), filter: source(operation.filter), bias: optionalSource(operation.bias),
      output: target(operation.output), winners: places(operation.winners), workspace: scratch(operation.workspace))
  }

  func run(_ operation: ConvolutionBackward) {
    let forward = operation.forward
    unsafe forward.kernel.gradients(
      input: source(forward.input), filter: source(forward.filter), output: source(forward.output),
      winners: UnsafePointer(places(forward.winners)), outputGradient: source(operation.outputGradient),
      inputGradient: optionalTarget(operation.inputGradient), filterGradient: optionalTarget(operation.filterGradient),
      biasGradient: optionalTarget(operation.biasGradient), addsToInputGradient: operation.addsToInputGradient,
      workspace: scratch(operation.workspace))
  }
}
