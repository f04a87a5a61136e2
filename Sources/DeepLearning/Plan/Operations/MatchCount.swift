/// Counts the rows that are predicted right.
struct MatchCount: ForwardOperation {
  enum Form: Equatable, Sendable {
    /// Right: the greatest score, of equal ones the first, stands at the label.
    case sparse(rows: Int, classes: Int)
    /// Right: the score is above one half exactly where the target is 1.
    case binary(count: Int)
    /// Right: the greatest score stands where the greatest target stands.
    case categorical(rows: Int, classes: Int)
  }

  let layer: String
  let form: Form
  let scores: Buffer
  let target: Buffer
  /// Gets one element: the number of rows.
  let output: Buffer

  var reads: [Buffer] { [scores, target] }
  var writes: [Buffer] { [output] }
  var differentiable: [Buffer] { [] }

  func run(on executor: any Executor) { executor.run(self) }
  mutating func differentiate(_ pass: inout GradientPass) {}
}
