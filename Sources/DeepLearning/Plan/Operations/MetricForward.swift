internal import Kernels

/// What a metric sums over the batch.
struct MetricForward: ForwardOperation {
  let layer: String
  let kernel: MetricTally
  let scores: Buffer
  let target: Buffer
  /// Gets the sums of each piece.
  let output: Buffer

  var reads: [Buffer] { [scores, target] }
  var writes: [Buffer] { [output] }
  var differentiable: [Buffer] { [] }

  func run(on executor: any Executor) { executor.run(self) }
  mutating func differentiate(_ pass: inout GradientPass) {}
}
