internal import Kernels

// One method for each operation: buffers become pointers, the kernel does the work.
extension CPUExecutor: Executor {
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
      biasGradient: optionalTarget(operation.biasGradient), workspace: scratch(operation.workspace))
  }

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
}
