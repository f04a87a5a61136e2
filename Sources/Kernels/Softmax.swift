import Tensors

/// The softmax function of single rows.
enum Softmax {
  /// Elements in a piece of work.
  private static var pieceCount: Int { 4096 }

  /// Calls `body` for every row, several rows a piece.
  static func forEachRow(_ rows: Int, _ columns: Int, _ body: (Int) -> Void) {
    let pieces = Pieces(rows, most: (rows * columns + pieceCount - 1) / pieceCount)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for row in pieces.range(piece) { body(row) }
    }
  }

  /// Writes eˣ⁻ᵐ / Σ eˣ⁻ᵐ, m being the row's maximum; input and output may be the same memory.
  static func row(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, _ columns: Int) {
    let most = maximum(input, columns)
    let sum = exponentials(input, most, into: output, columns)
    var start = 0
    while start < columns {
      let length = min(columns - start, 16)
      output.store(output.vector(start, count: length) / sum, at: start, count: length)
      start += 16
    }
  }

  /// The row's greatest element; NaN if there is one.
  static func maximum(_ row: UnsafePointer<Float>, _ columns: Int) -> Float {
    var most = -Float.infinity
    for c in 0..<columns where row[c] > most || row[c].isNaN { most = row[c] }
    return most
  }

  /// Writes eˣ⁻ᵐ and returns the sum, added in the row's order.
  static func exponentials(
    _ row: UnsafePointer<Float>, _ most: Float, into output: UnsafeMutablePointer<Float>, _ columns: Int
  ) -> Float {
    var start = 0
    while start < columns {
      let length = min(columns - start, 16)
      output.store(Exponential.of(row.vector(start, count: length) - most), at: start, count: length)
      start += 16
    }
    var sum: Float = 0
    for c in 0..<columns { sum += output[c] }
    return sum
  }

  /// Writes y · (d − Σ d·y), the gradient by the row's input.
  static func rowGradient(
    _ y: UnsafePointer<Float>, _ d: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>, _ columns: Int
  ) {
    var dot: Float = 0
    for c in 0..<columns { dot += y[c] * d[c] }
    for c in 0..<columns { gradient[c] = y[c] * (d[c] - dot) }
  }
}
