import Tensors

/// Adds a bias to each row of a matrix and applies ReLU: the last step of an operation that computes sums alone.
struct BiasedRows {
  let columns: Int
  let bias: UnsafePointer<Float>?
  let epilogue: Epilogue

  private var isNothing: Bool { bias == nil && epilogue == .linear }

  /// Finishes many rows, in pieces.
  func finish(_ matrix: UnsafeMutablePointer<Float>, rows: Int) {
    guard !isNothing else { return }
    let pieces = Pieces(rows, most: (rows * columns + 65535) / 65536)
    ThreadPool.shared.parallel(pieces.count) { piece in
      let range = pieces.range(piece)
      finishRun(matrix + range.lowerBound * columns, rows: range.count)
    }
  }

  /// Finishes a few rows on the calling thread.
  func finishRun(_ matrix: UnsafeMutablePointer<Float>, rows: Int) {
    guard !isNothing else { return }
    for row in 0..<rows { finish(row: matrix + row * columns) }
  }

  @inline(__always)
  private func finish(row: UnsafeMutablePointer<Float>) {
    var c = 0
    while c < columns {
      let count = min(columns - c, 16)
      let sum = row.vector(c, count: count) + (bias?.vector(c, count: count) ?? SIMD16(repeating: 0))
      row.store(epilogue == .relu ? sum.rectified : sum, at: c, count: count)
      c += 16
    }
  }
}

/// Sums the columns of a matrix: the gradient by a bias.
enum ColumnSums {
  private static var mostPieces: Int { 16 }
  /// Rows that are summed by themselves before they join the piece's sum, so that many rows lose little.
  private static var blockRows: Int { 128 }

  /// Floats of scratch memory that a sum needs.
  static func workspaceCount(columns: Int) -> Int { mostPieces * columns }

  /// `sums[c] = Σ matrix[r, c]`
  static func sum(
    _ matrix: UnsafePointer<Float>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) {
    let pieces = Pieces(rows, most: min((rows * columns + 16383) / 16384, mostPieces))
    ThreadPool.shared.parallel(pieces.count) { piece in
      let partial = workspace + piece * columns
      partial.update(repeating: 0, count: columns)
      let range = pieces.range(piece)
      for first in stride(from: range.lowerBound, to: range.upperBound, by: blockRows) {
        addBlock(matrix, first..<min(first + blockRows, range.upperBound), columns, to: partial)
      }
    }
    Reduction.sum(workspace, pieces: pieces.count, count: columns)
    sums.update(from: workspace, count: columns)
  }

  /// Adds the sums of some rows on the calling thread.
  static func addBlock(
    _ matrix: UnsafePointer<Float>, _ rows: Range<Int>, _ columns: Int, to sums: UnsafeMutablePointer<Float>
  ) {
    for c in stride(from: 0, to: columns, by: 16) {
      let count = min(columns - c, 16)
      var sum = SIMD16<Float>(repeating: 0)
      for row in rows { sum += matrix.vector(row * columns + c, count: count) }
      sums.add(sum, at: c, count: count)
    }
  }
}
