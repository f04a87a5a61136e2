/// Scores and targets of a batch as metrics read them.
struct MetricRows {
  let scores: UnsafePointer<Float>
  let target: UnsafeRawPointer
  let columns: Int
  let form: MetricTally.Target

  private var labels: UnsafePointer<Int32> { target.assumingMemoryBound(to: Int32.self) }
  private var targets: UnsafePointer<Float> { target.assumingMemoryBound(to: Float.self) }

  // MARK: - Classes

  /// The class that the target of a row names.
  @inline(__always)
  private func targetClass(_ row: Int) -> Int {
    if form == .labels { return Int(labels[row]) }
    return columns == 1 ? Self.integer(targets[row]) : greatest(targets, row)
  }

  @inline(__always)
  private func greatest(_ values: UnsafePointer<Float>, _ row: Int) -> Int {
    let start = values + row * columns
    var best = 0
    for column in 0..<columns where start[column] > start[best] { best = column }
    return best
  }

  /// The class that a number names; −1 for what is none.
  private static func integer(_ value: Float) -> Int { value > -1 && value < 1e9 ? Int(value) : -1 }

  func addMatches(_ range: Range<Int>, to sums: UnsafeMutablePointer<Double>) {
    var matches = SIMD16<Int32>(repeating: 0)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      let rows = RowLanes(first: first, count: min(range.upperBound - first, 16), columns: columns)
      let wanted = form == .labels ? rows.each(labels) : places(targets, rows)
      let isMatch = places(scores, rows) .== wanted
      matches.replace(with: matches &+ 1, where: rows.count == 16 ? isMatch : isMatch .& rows.isRow)
    }
    sums[0] = Double(matches.wrappedSum())
  }

  /// The place of the greatest element of each of sixteen rows; of equal ones the first.
  @inline(__always)
  private func places(_ values: UnsafePointer<Float>, _ rows: RowLanes) -> SIMD16<Float> {
    var (best, place) = (rows.load(values, 0), SIMD16<Float>(repeating: 0))
    for column in 1..<max(columns, 1) {
      let value = rows.load(values, column)
      let isGreater = value .> best
      best.replace(with: value, where: isGreater)
      place.replace(with: Float(column), where: isGreater)
    }
    return place
  }

  func addTop(_ k: Int, _ range: Range<Int>, to sums: UnsafeMutablePointer<Double>) {
    var matches = 0
    for row in range {
      let start = scores + row * columns
      let value = start[targetClass(row)]
      var greater = 0
      for column in 0..<columns where start[column] > value { greater += 1 }
      if greater < k && value.isFinite { matches += 1 }
    }
    sums[0] = Double(matches)
  }

  func addConfusion(
    _ range: Range<Int>, _ classes: Int, _ prediction: MetricTally.Prediction, to sums: UnsafeMutablePointer<Double>
  ) {
    for row in range {
      let (wanted, found) = (targetClass(row), predictedClass(row, prediction))
      guard wanted >= 0, wanted < classes, found >= 0, found < classes else { continue }
      sums[wanted * classes + found] += 1
    }
  }

  @inline(__always)
  private func predictedClass(_ row: Int, _ prediction: MetricTally.Prediction) -> Int {
    switch prediction {
    case .greatest: greatest(scores, row)
    case .value: Self.integer(scores[row])
    case .threshold(let threshold): scores[row] >= threshold ? 1 : 0
    }
  }

  // MARK: - Yes or no

  func addAgreements(_ range: Range<Int>, _ threshold: Float, to sums: UnsafeMutablePointer<Double>) {
    var matches = 0
    for index in range.lowerBound * columns..<range.upperBound * columns
    where (scores[index] > threshold ? 1 : 0) == targets[index] { matches += 1 }
    sums[0] = Double(matches)
  }

  /// Targets other than 0 are yes.
  func addPositives(_ range: Range<Int>, _ threshold: Float, _ column: Int?, to sums: UnsafeMutablePointer<Double>) {
    var (hits, alarms, misses) = (0, 0, 0)
    for row in range {
      for c in column.map({ $0...$0 }) ?? 0...columns - 1 {
        let isYes = form == .labels ? Int(labels[row]) == c : targets[row * columns + c] != 0
        let isFound = scores[row * columns + c] > threshold
        if isYes && isFound { hits += 1 } else if isFound { alarms += 1 } else if isYes { misses += 1 }
      }
    }
    (sums[0], sums[1], sums[2]) = (Double(hits), Double(alarms), Double(misses))
  }

  func addHistogram(_ range: Range<Int>, _ buckets: Int, to sums: UnsafeMutablePointer<Double>) {
    for index in range.lowerBound * columns..<range.upperBound * columns {
      let p = scores[index] > 0 ? min(scores[index], 1) : 0
      let bucket = p > 0 ? Int((p * Float(buckets - 1)).rounded(.up)) - 1 : 0
      sums[bucket + (targets[index] != 0 ? 0 : buckets)] += 1
    }
  }

  // MARK: - Numbers

  @inline(__always)
  func addErrors(
    _ range: Range<Int>, to sums: UnsafeMutablePointer<Double>, _ error: (SIMD16<Float>) -> SIMD16<Float>
  ) {
    var sum = LaneSum()
    let end = range.upperBound * columns
    for start in stride(from: range.lowerBound * columns, to: end, by: 16) {
      let length = min(end - start, 16)
      sum.add(error(scores.vector(start, count: length) - targets.vector(start, count: length)))
    }
    sums[0] = sum.value
  }
}
