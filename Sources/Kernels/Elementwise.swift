import Tensors

/// Loops over single elements: cut into pieces of fixed size, each in vectors.
enum Elementwise {
  typealias V = SIMD16<Float>

  /// Elements in a piece: enough to be worth a thread, few enough to stay in the first-level cache.
  private static var pieceCount: Int { 4096 }

  /// Calls `body` for runs of up to 16 elements: where the run begins and how many it has.
  @inline(__always)
  static func forEach(_ count: Int, _ body: (_ start: Int, _ length: Int) -> Void) {
    let pieces = Pieces(count, most: (count + pieceCount - 1) / pieceCount)
    ThreadPool.shared.parallel(pieces.count) { piece in
      let range = pieces.range(piece)
      var start = range.lowerBound
      while start + V.scalarCount <= range.upperBound {
        body(start, V.scalarCount)
        start += V.scalarCount
      }
      if start < range.upperBound { body(start, range.upperBound - start) }
    }
  }
}

extension UnsafePointer<Float> {
  /// Reads the first `count` lanes of a vector from `index` on; the others are zero.
  @inline(__always)
  func vector(_ index: Int, count: Int) -> SIMD16<Float> {
    if count >= 16 { return vector(index, SIMD16<Float>.self) }
    var result = SIMD16<Float>(repeating: 0)
    for lane in 0..<count { result[lane] = self[index + lane] }
    return result
  }
}

extension UnsafeMutablePointer<Float> {
  /// Reads the first `count` lanes of a vector from `index` on; the others are zero.
  @inline(__always)
  func vector(_ index: Int, count: Int) -> SIMD16<Float> { UnsafePointer(self).vector(index, count: count) }
}
