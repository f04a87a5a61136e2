internal import Kernels

// What is done with every value by itself. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: ActivationForward) {
    unsafe operation.function.kernel.forward(
      input: source(operation.input), output: target(operation.output), rows: operation.rows, columns: operation.columns
    )
  }

  func run(_ operation: ActivationBackward) {
    let forward = operation.forward
    unsafe forward.function.kernel.gradient(
      output: source(forward.output), outputGradient: source(operation.outputGradient),
      inputGradient: target(operation.inputGradient), rows: forward.rows, columns: forward.columns)
  }

  func run(_ operation: Scaling) {
    unsafe BatchAssembly.rescale(
      source(operation.input), target: target(operation.output), count: operation.count, scale: operation.scale,
      offset: operation.offset)
  }

  func run(_ operation: Masking) {
    unsafe operation.kernel.apply(
      input: source(operation.input), output: target(operation.output), count: operation.count,
      key: maskKey(of: operation.layer))
  }

  func run(_ operation: Accumulation) {
    unsafe Reduction.add(source(operation.source), to: target(operation.target), count: operation.count)
  }

  func run(_ operation: Summation) {
    unsafe Reduction.add(
      source(operation.left), source(operation.right), into: target(operation.target), count: operation.count)
  }
}
