/// Cross-entropy of a batch: a loss for each row, and in training the gradient by the scores in the same pass.
struct CrossEntropyForward: ForwardOperation {
  enum Form: Equatable, Sendable {
    /// Integer labels, one for each of `rows` rows of `classes` scores.
    case sparse(rows: Int, classes: Int)
    /// A target between 0 and 1 for each of `count` scores.
    case binary(count: Int)
  }

  let layer: String
  let form: Form
  /// Whether the scores are what a softmax or sigmoid would be applied to, rather than probabilities.
  let fromLogits: Bool
  let scores: Buffer
  let target: Buffer
  let losses: Buffer
  /// Gets the probabilities that belong to logits, if somebody reads them.
  let probabilities: Buffer?
  /// Gets the gradient of the mean loss by the scores, if it is wanted.
  var gradient: Buffer?

  /// Number of losses, which are averaged.
  var rows: Int {
    switch form {
    case .sparse(let rows, _): rows
    case .binary(let count): count
    }
  }

  var output: Buffer { losses }
  var reads: [Buffer] { [scores, target] }
  var writes: [Buffer] { [losses, probabilities, gradient].compactMap { $0 } }
  var differentiable: [Buffer] { [scores] }

  func run(on executor: any Executor) { executor.run(self) }

  mutating func differentiate(_ pass: inout GradientPass) {
    gradient = pass.destination(for: scores, layer: layer)
  }
}

/// What an executor does for losses and metrics.
protocol ObjectiveExecutor {
  func run(_ operation: CrossEntropyForward)
  func run(_ operation: MatchCount)
}
