import Tensors

/// What a metric sums over a batch, in pieces of rows: each piece has `width` sums of its own, which are added afterwards.
package struct MetricTally: Hashable, Sendable {
  package enum Rule: Hashable, Sendable {
    /// [rows whose greatest score, of equal ones the first, stands at the target]
    case greatest
    /// [rows in which fewer than k scores exceed the target's]
    case top(Int)
    /// [elements that are above a threshold exactly where their target is 1]
    case threshold(Float)
    /// [true positives, false positives, false negatives] of elements, or of one column; positive is what is above a threshold.
    case positives(threshold: Float, column: Int?)
    /// [positive elements in each bucket of scores, then negative ones]: bucket b holds b/(n−1) < p ≤ (b+1)/(n−1).
    case histogram(buckets: Int)
    /// [how often class i was taken for class j] with i·classes + j as place; other classes are left out.
    case confusion(classes: Int, prediction: Prediction)
    /// [Σ (p − t)²]
    case squaredError
    /// [Σ |p − t|]
    case absoluteError
  }

  /// How scores name a class.
  package enum Prediction: Hashable, Sendable {
    /// The column of the greatest score.
    case greatest
    /// The score is the class.
    case value
    /// 1 from a threshold on, else 0.
    case threshold(Float)
  }

  /// Integer labels, or as many targets as scores.
  package enum Target: Hashable, Sendable { case labels, values }

  let rule: Rule
  let target: Target
  let rows: Int
  let columns: Int

  package init(_ rule: Rule, target: Target, rows: Int, columns: Int) {
    (self.rule, self.target, self.rows, self.columns) = (rule, target, rows, columns)
  }

  /// Elements in a piece of work.
  private static var pieceCount: Int { 16384 }

  var pieces: Pieces { Pieces(rows, most: min(max(rows * columns / Self.pieceCount, 1), 64)) }

  /// Sums of a piece.
  package var width: Int {
    switch rule {
    case .greatest, .top, .threshold, .squaredError, .absoluteError: 1
    case .positives: 3
    case .histogram(let buckets): 2 * buckets
    case .confusion(let classes, _): classes * classes
    }
  }

  /// Sums of all pieces.
  package var sumCount: Int { pieces.count * width }

  /// How many numbers a mean is of.
  package var meanCount: Int {
    switch rule {
    case .threshold, .squaredError, .absoluteError: rows * columns
    default: rows
    }
  }

  /// Writes the sums of each piece.
  ///
  /// ## Shapes
  /// scores [rows, columns]; target [rows] as Int32 or [rows, columns] as Float; sums [pieces, width]
  package func run(scores: UnsafePointer<Float>, target: UnsafeRawPointer, sums: UnsafeMutablePointer<Double>) {
    ThreadPool.shared.parallel(pieces.count) { piece in
      let own = sums + piece * width
      own.update(repeating: 0, count: width)
      add(MetricRows(scores: scores, target: target, columns: columns, form: self.target), pieces.range(piece), to: own)
    }
  }

  private func add(_ rows: MetricRows, _ range: Range<Int>, to sums: UnsafeMutablePointer<Double>) {
    switch rule {
    case .greatest: rows.addMatches(range, to: sums)
    case .top(let k): rows.addTop(k, range, to: sums)
    case .threshold(let threshold): rows.addAgreements(range, threshold, to: sums)
    case .positives(let threshold, let column): rows.addPositives(range, threshold, column, to: sums)
    case .histogram(let buckets): rows.addHistogram(range, buckets, to: sums)
    case .confusion(let classes, let prediction): rows.addConfusion(range, classes, prediction, to: sums)
    case .squaredError: rows.addErrors(range, to: sums) { $0 * $0 }
    case .absoluteError: rows.addErrors(range, to: sums) { $0.replacing(with: -$0, where: $0 .< 0) }
    }
  }
}
