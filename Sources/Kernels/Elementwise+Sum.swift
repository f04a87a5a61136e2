import Tensors

extension Elementwise {
  /// Elements that are added in Float before their sum goes on in Double.
  private static var runCount: Int { 1024 }
  private static var mostPieces: Int { 64 }

  /// The sum of a term over all elements, the same for any number of threads: runs are added in Float, their sums in Double
  /// and in order.
  ///
  /// - Parameter term: gives the terms of up to 16 elements: where they begin and how many they are. Lanes beyond are 0.
  @inline(__always)
  static func sum(_ count: Int, _ term: (_ start: Int, _ length: Int) -> V) -> Double {
    let pieces = Pieces(count, most: min((count + 4 * runCount - 1) / (4 * runCount), mostPieces))
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: mostPieces) { sums in
      ThreadPool.shared.parallel(pieces.count) { piece in sums[piece] = sum(pieces.range(piece), term) }
      return sums.prefix(pieces.count).reduce(0, +)
    }
  }

  @inline(__always)
  private static func sum(_ range: Range<Int>, _ term: (_ start: Int, _ length: Int) -> V) -> Double {
    var (total, start) = (0.0, range.lowerBound)
    while start < range.upperBound {
      let end = min(start + runCount, range.upperBound)
      var run = V(repeating: 0)
      while start + V.scalarCount <= end {
        run += term(start, V.scalarCount)
        start += V.scalarCount
      }
      if start < end { run += term(start, end - start) }
      total += Double(run.sum())
      start = end
    }
    return total
  }
}
