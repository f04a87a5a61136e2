internal import Kernels

// Losses and metrics. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: LossForward) {
    unsafe operation.kernel.run(
      LossOperands(
        scores: source(operation.scores), target: targets(operation.target), weights: optionalSource(operation.weights),
        sums: doubles(operation.sums), activated: optionalTarget(operation.activated),
        gradient: optionalTarget(operation.gradient), scale: operation.scale, workspace: scratch(operation.workspace)))
  }

  func run(_ operation: MetricForward) {
    unsafe operation.kernel.run(
      scores: source(operation.scores), target: targets(operation.target), sums: doubles(operation.output))
  }
}
