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
}
