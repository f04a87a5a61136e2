internal import Kernels

/// The loss of one output, and in training the gradient by the scores in the same pass.
struct LossForward: ForwardOperation {
  let layer: String
  let kernel: LossKernel
  let scores: Buffer
  let target: Buffer
  /// A weight for each row, if examples are weighted.
  let weights: Buffer?
  /// Get the sums of the weighted losses.
  let sums: Buffer
  /// Gets the probabilities that belong to logits, if somebody reads them.
  let activated: Buffer?
  /// The loss' weight over the number of losses: the gradient is that of the weighted mean.
  let scale: Float
  /// Gets the gradient of the weighted mean loss by the scores, if it is wanted.
  var gradient: Buffer?
  var workspace: Buffer?

  var workspaceCount: Int { kernel.workspaceCount }
  var output: Buffer { sums }
  var reads: [Buffer] { [scores, target] + [weights].compactMap { $0 } }
  var writes: [Buffer] { [sums] + [activated, gradient, workspace].compactMap { $0 } }
  var differentiable: [Buffer] { [scores] }

  func run(on executor: any Executor) { executor.run(self) }

  mutating func differentiate(_ pass: inout GradientPass) {
    gradient = pass.destination(for: scores, layer: layer)
    pass.appendSums()
  }
}

/// What an executor does for losses and metrics.
protocol ObjectiveExecutor {
  func run(_ operation: LossForward)
  func run(_ operation: MetricForward)
}
