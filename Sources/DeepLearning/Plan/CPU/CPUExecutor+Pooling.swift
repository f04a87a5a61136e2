internal import Kernels

// Pooling. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: MaxPoolingForward) {
    unsafe operation.kernel.forward(
      input: source(operation.input), output: target(operation.output), winners: places(operation.winners))
  }

  func run(_ operation: MaxPoolingBackward) {
    guard let winners = unsafe places(operation.winners) else { return }
    unsafe operation.kernel.gradient(
      winners: winners, outputGradient: source(operation.outputGradient), inputGradient: target(operation.inputGradient)
    )
  }

  func run(_ operation: GlobalPoolingForward) {
    unsafe operation.kernel.forward(input: source(operation.input), output: target(operation.output))
  }

  func run(_ operation: GlobalPoolingBackward) {
    let forward = operation.forward
    unsafe forward.kernel.gradient(
      input: source(forward.input), output: source(forward.output), outputGradient: source(operation.outputGradient),
      inputGradient: target(operation.inputGradient))
  }
}
