import Foundation
import Kernels
import Tensors
import Testing

/// What metrics sum, against slow twins.
@Suite struct MetricTallyTests {
  static let shapes = [(1, 2), (16, 3), (33, 3), (700, 5), (40_001, 3), (9001, 2)]

  /// Adds the pieces' sums.
  private func run(_ tally: MetricTally, _ scores: Buffer, _ target: UnsafeRawPointer) -> [Double] {
    var sums = [Double](repeating: .nan, count: tally.sumCount)
    tally.run(scores: scores.input, target: target, sums: &sums)
    return (0..<tally.width).map { place in
      stride(from: place, to: sums.count, by: tally.width).map { sums[$0] }.reduce(0, +)
    }
  }

  private func run(_ tally: MetricTally, _ scores: Buffer, labels: [Int32]) -> [Double] {
    labels.withUnsafeBytes { bytes in bytes.baseAddress.map { run(tally, scores, $0) } ?? [] }
  }

  /// Scores with many equal ones.
  private func scores(_ rows: Int, _ columns: Int) -> Buffer {
    let random = Buffer(random: rows * columns, "scores")
    return Buffer(random.values.map { ($0 * 4).rounded() / 4 })
  }

  private func place(_ row: ArraySlice<Float>) -> Int {
    (row.firstIndex { $0 == row.max() } ?? row.startIndex) - row.startIndex
  }

  @Test(arguments: shapes)
  func theFirstGreatestScoreStandsAtTheTarget(_ rows: Int, _ columns: Int) {
    let x = scores(rows, columns)
    let labels = (0..<rows).map { Int32($0 * 3 % columns) }
    let values = x.values
    let places = (0..<rows).map { place(values[$0 * columns..<($0 + 1) * columns]) }
    let expected = Double(zip(places, labels).filter { $0 == Int($1) }.count)
    #expect(run(MetricTally(.greatest, target: .labels, rows: rows, columns: columns), x, labels: labels) == [expected])
    let hot = Buffer(labels.flatMap { label in (0..<columns).map { $0 == Int(label) ? Float(1) : 0 } })
    let tally = MetricTally(.greatest, target: .values, rows: rows, columns: columns)
    #expect(run(tally, x, UnsafeRawPointer(hot.input)) == [expected])
    let confusion = MetricTally(
      .confusion(classes: columns, prediction: .greatest), target: .labels, rows: rows, columns: columns)
    let counts = run(confusion, x, labels: labels)
    #expect((0..<columns).map { counts[$0 * columns + $0] }.reduce(0, +) == expected)
    #expect(counts.reduce(0, +) == Double(rows))
  }

  @Test(arguments: shapes)
  func fewerThanTwoScoresExceedTheLabels(_ rows: Int, _ columns: Int) {
    let x = scores(rows, columns)
    let labels = (0..<rows).map { Int32($0 * 3 % columns) }
    let values = x.values
    let right = (0..<rows).filter { row in
      let scores = values[row * columns..<(row + 1) * columns]
      return scores.filter { $0 > scores[row * columns + Int(labels[row])] }.count < 2
    }
    let tally = MetricTally(.top(2), target: .labels, rows: rows, columns: columns)
    #expect(run(tally, x, labels: labels) == [Double(right.count)])
  }

  @Test(arguments: shapes)
  func yesOrNoIsCounted(_ rows: Int, _ columns: Int) {
    let x = scores(rows, columns)
    let t = Buffer((0..<x.count).map { Float($0 * 5 % 7 % 2) })
    let pairs = zip(x.values, t.values).map { (found: $0 > 0.25, wanted: $1 == 1) }
    let hits = Double(pairs.filter { $0.found && $0.wanted }.count)
    let alarms = Double(pairs.filter { $0.found && !$0.wanted }.count)
    let misses = Double(pairs.filter { !$0.found && $0.wanted }.count)
    let positives = MetricTally(
      .positives(threshold: 0.25, column: nil), target: .values, rows: rows, columns: columns)
    #expect(run(positives, x, UnsafeRawPointer(t.input)) == [hits, alarms, misses])
    let agreements = MetricTally(.threshold(0.25), target: .values, rows: rows, columns: columns)
    #expect(run(agreements, x, UnsafeRawPointer(t.input)) == [Double(x.count) - alarms - misses])
  }

  @Test(arguments: shapes)
  func bucketsHoldWhatLiesBetweenTwoThresholds(_ rows: Int, _ columns: Int) {
    let x = scores(rows, columns)
    let t = Buffer((0..<x.count).map { Float($0 * 5 % 7 % 2) })
    let tally = MetricTally(.histogram(buckets: 9), target: .values, rows: rows, columns: columns)
    let sums = run(tally, x, UnsafeRawPointer(t.input))
    for (bucket, sum) in sums.enumerated() {
      let (from, wanted) = (Float(bucket % 9) / 8, bucket < 9 ? Float(1) : 0)
      let inside = zip(x.values, t.values).filter { score, target in
        let p = min(max(score, 0), 1)
        return target == wanted && (p > from || (p == 0 && from == 0)) && p <= from + 0.125
      }
      #expect(sum == Double(inside.count), "bucket \(bucket)")
    }
  }

  @Test func scoresThatAreNoNumbersTrapNothing() {
    let x = Buffer([.nan, .infinity, -.infinity, 1e30])
    let t = Buffer([1, 0, 1, 0])
    let target = UnsafeRawPointer(t.input)
    #expect(
      run(MetricTally(.histogram(buckets: 3), target: .values, rows: 4, columns: 1), x, target) == [2, 0, 0, 0, 2, 0])
    let confusion = MetricTally(.confusion(classes: 2, prediction: .value), target: .values, rows: 4, columns: 1)
    #expect(run(confusion, x, target) == [0, 0, 0, 0])
  }

  @Test(arguments: shapes)
  func errorsAreSummed(_ rows: Int, _ columns: Int) {
    let (x, t) = (Buffer(random: rows * columns, "x"), Buffer(random: rows * columns, "t"))
    let differences = zip(x.values, t.values).map { Double($0) - Double($1) }
    let squared = MetricTally(.squaredError, target: .values, rows: rows, columns: columns)
    let absolute = MetricTally(.absoluteError, target: .values, rows: rows, columns: columns)
    let found = run(squared, x, UnsafeRawPointer(t.input)) + run(absolute, x, UnsafeRawPointer(t.input))
    let expected = [differences.map { $0 * $0 }.reduce(0, +), differences.map { abs($0) }.reduce(0, +)]
    for (value, wanted) in zip(found, expected) { #expect(abs(value - wanted) <= 1e-6 * wanted) }
  }
}
