internal import Kernels

// Losses and metrics.
extension CPUExecutor {
  func run(_ operation: CrossEntropyForward) {
    switch operation.form {
    case .sparse(let rows, let classes): runSparse(operation, rows: rows, classes: classes)
    case .binary(let count): runBinary(operation, count: count)
    }
  }

  private func runSparse(_ operation: CrossEntropyForward, rows: Int, classes: Int) {
    let scale = 1 / Float(rows)
    if operation.fromLogits {
      unsafe CrossEntropy.sparseFromLogits(
        source(operation.scores), labels: labels(operation.target), rows: rows, classes: classes,
        losses: target(operation.losses), probabilities: optionalTarget(operation.probabilities),
        gradient: optionalTarget(operation.gradient), scale: scale)
    } else {
      unsafe CrossEntropy.sparse(
        source(operation.scores), labels: labels(operation.target), rows: rows, classes: classes,
        losses: target(operation.losses), gradient: optionalTarget(operation.gradient), scale: scale)
    }
  }

  private func runBinary(_ operation: CrossEntropyForward, count: Int) {
    let scale = 1 / Float(count)
    if operation.fromLogits {
      unsafe CrossEntropy.binaryFromLogits(
        source(operation.scores), targets: source(operation.target), count: count, losses: target(operation.losses),
        probabilities: optionalTarget(operation.probabilities), gradient: optionalTarget(operation.gradient),
        scale: scale)
    } else {
      unsafe CrossEntropy.binary(
        source(operation.scores), targets: source(operation.target), count: count, losses: target(operation.losses),
        gradient: optionalTarget(operation.gradient), scale: scale)
    }
  }

  func run(_ operation: MatchCount) {
    switch operation.form {
    case .sparse(let rows, let classes):
      let matches = unsafe Reduction.matches(
        source(operation.scores), labels: labels(operation.target), rows: rows, columns: classes)
      unsafe target(operation.output).pointee = Float(matches)
    case .binary(let count): countBinary(operation, count: count)
    case .categorical(let rows, let classes): countCategorical(operation, rows: rows, classes: classes)
    }
  }

  private func countBinary(_ operation: MatchCount, count: Int) {
    let (scores, targets) = unsafe (source(operation.scores), source(operation.target))
    var matches = 0
    for index in 0..<count where unsafe (scores[index] > 0.5 ? 1 : 0) == targets[index] { matches += 1 }
    unsafe target(operation.output).pointee = Float(matches)
  }

  private func countCategorical(_ operation: MatchCount, rows: Int, classes: Int) {
    var matches = 0
    for row in 0..<rows where greatest(operation.scores, row, classes) == greatest(operation.target, row, classes) {
      matches += 1
    }
    unsafe target(operation.output).pointee = Float(matches)
  }

  /// The place of the greatest element of a row; of equal ones the first.
  private func greatest(_ buffer: Buffer, _ row: Int, _ columns: Int) -> Int {
    let values = unsafe source(buffer) + row * columns
    var best = 0
    for column in 0..<columns where unsafe values[column] > values[best] { best = column }
    return best
  }
}
