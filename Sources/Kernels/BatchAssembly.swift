import Tensors

/// Brings rows of a data set into a batch and pixels into range.
package enum BatchAssembly {
  /// Pieces that a batch is cut into at most.
  private static var mostPieces: Int { 16 }

  /// Copies the named rows of `source` one after another: `target[k] = source[indices[k]]`.
  package static func gather(
    _ source: UnsafePointer<Float>, rowCount: Int, indices: UnsafePointer<Int>, count: Int,
    target: UnsafeMutablePointer<Float>
  ) {
    forEachRow(count, rowCount) { k in
      (target + k * rowCount).update(from: source + indices[k] * rowCount, count: rowCount)
    }
  }

  /// Copies and converts the named rows: `target[k] = source[indices[k]] · scale + offset`.
  package static func gather(
    _ source: UnsafePointer<UInt8>, rowCount: Int, indices: UnsafePointer<Int>, count: Int,
    target: UnsafeMutablePointer<Float>, scale: Float = 1, offset: Float = 0
  ) {
    forEachRow(count, rowCount) { k in
      convertRun(source + indices[k] * rowCount, target + k * rowCount, rowCount, scale, offset)
    }
  }

  /// Repeats the named numbers: `target[k · times + m] = source[indices[k]]`.
  package static func spread(
    _ source: UnsafePointer<Float>, indices: UnsafePointer<Int>, count: Int, times: Int,
    target: UnsafeMutablePointer<Float>
  ) {
    forEachRow(count, times) { k in (target + k * times).update(repeating: source[indices[k]], count: times) }
  }

  /// Copies the named labels: `target[k] = source[indices[k]]`.
  package static func gather(
    _ source: UnsafePointer<Int32>, indices: UnsafePointer<Int>, count: Int, target: UnsafeMutablePointer<Int32>
  ) {
    for k in 0..<count { target[k] = source[indices[k]] }
  }

  private static func forEachRow(_ count: Int, _ rowCount: Int, _ body: (Int) -> Void) {
    let pieces = Pieces(count, most: min(max(count * rowCount / 16384, 1), mostPieces))
    ThreadPool.shared.parallel(pieces.count) { piece in
      for k in pieces.range(piece) { body(k) }
    }
  }

  /// `target = source · scale + offset`
  package static func convert(
    _ source: UnsafePointer<UInt8>, target: UnsafeMutablePointer<Float>, count: Int, scale: Float = 1, offset: Float = 0
  ) {
    let pieces = Pieces(count, most: (count + 16383) / 16384)
    ThreadPool.shared.parallel(pieces.count) { piece in
      let range = pieces.range(piece)
      convertRun(source + range.lowerBound, target + range.lowerBound, range.count, scale, offset)
    }
  }

  private static func convertRun(
    _ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<Float>, _ count: Int, _ scale: Float, _ offset: Float
  ) {
    var start = 0
    while start + 16 <= count {
      let bytes = UnsafeRawPointer(source + start).loadUnaligned(as: SIMD16<UInt8>.self)
      target.store(SIMD16<Float>(bytes) * scale + offset, at: start)
      start += 16
    }
    for i in start..<count { target[i] = Float(source[i]) * scale + offset }
  }

  /// `target = source · scale + offset`; source and target may be the same memory. Its gradient is the same with offset 0.
  package static func rescale(
    _ source: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>, count: Int, scale: Float, offset: Float = 0
  ) {
    Elementwise.forEach(count) { start, length in
      target.store(source.vector(start, count: length) * scale + offset, at: start, count: length)
    }
  }
}
