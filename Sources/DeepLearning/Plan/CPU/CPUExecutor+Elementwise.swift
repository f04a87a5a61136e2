internal import Kernels

// What is done with every value by itself. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: ActivationForward) {
    unsafe operation.kernel.forward(
      input: source(operation.input), output: target(operation.output), rows: operation.rows, columns: operation.columns
    )
  }

  func run(_ operation: ActivationBackward) {
    let forward = operation.forward
    unsafe forward.kernel.gradient(
      kept: source(operation.kept), outputGradient: source(operation.outputGradient),
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

  func run(_ operation: ChannelMasking) {
    unsafe operation.kernel.apply(
      input: source(operation.input), output: target(operation.output), key: maskKey(of: operation.layer),
      workspace: scratch(operation.workspace))
  }

  func run(_ operation: StandardizationForward) {
    unsafe withMoments(operation.moments) { mean, variance in
      unsafe operation.kernel.forward(
        input: source(operation.input), mean: mean, variance: variance, output: target(operation.output),
        workspace: scratch(operation.workspace))
    }
  }

  func run(_ operation: StandardizationBackward) {
    unsafe withMoments(operation.moments) { _, variance in
      unsafe operation.kernel.gradient(
        variance: variance, outputGradient: source(operation.outputGradient),
        inputGradient: target(operation.inputGradient), workspace: scratch(operation.workspace))
    }
  }

  @unsafe private func withMoments(
    _ moments: StandardizationForward.Moments,
    _ body: (_ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>) -> Void
  ) {
    switch moments {
    case .weights(let mean, let variance): unsafe body(source(mean), source(variance))
    case .given(let mean, let variance):
      unsafe mean.withUnsafeBufferPointer { mean in
        unsafe variance.withUnsafeBufferPointer { variance in
          guard let mean = mean.baseAddress, let variance = variance.baseAddress else { return }
          unsafe body(mean, variance)
        }
      }
    }
  }

  func run(_ operation: Accumulation) {
    unsafe Reduction.add(source(operation.source), to: target(operation.target), count: operation.count)
  }

  func run(_ operation: Summation) {
    unsafe Reduction.add(
      source(operation.left), source(operation.right), into: target(operation.target), count: operation.count)
  }
}
