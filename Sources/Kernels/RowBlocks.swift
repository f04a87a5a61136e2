import Tensors

/// Cuts an array of rows of channels into blocks that stay in the first-level cache, and the blocks into pieces of work.
struct RowBlocks: Sendable {
  typealias V = SIMD16<Float>

  let rows: Int
  let channels: Int

  /// Elements of a block: small enough that a second pass over two arrays finds them in the cache.
  private static var blockCount: Int { 4096 }
  private var rowsOfBlock: Int { max(Self.blockCount / channels, 16) }
  private var blocks: Int { (rows + rowsOfBlock - 1) / rowsOfBlock }

  /// Channels rounded up to whole vectors.
  var paddedChannels: Int { (channels + V.scalarCount - 1) / V.scalarCount * V.scalarCount }

  /// Pieces of work, each some whole blocks.
  var pieces: Pieces { Pieces(blocks, most: 64) }

  /// The rows of a piece.
  func rows(ofPiece piece: Int) -> Range<Int> {
    let range = pieces.range(piece)
    return range.lowerBound * rowsOfBlock..<min(range.upperBound * rowsOfBlock, rows)
  }

  /// Calls `body` for every block of a piece: its first row and its number of rows.
  @inline(__always)
  func forEachBlock(ofPiece piece: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
    forEachBlock(of: rows(ofPiece: piece), body)
  }

  /// Calls `body` for every block of a range of rows: its first row and its number of rows.
  @inline(__always)
  func forEachBlock(of rows: Range<Int>, _ body: (_ first: Int, _ count: Int) -> Void) {
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsOfBlock) {
      body(first, min(rows.upperBound - first, rowsOfBlock))
    }
  }

  /// Calls `body` for every sixteen channels: where they begin and how many they are.
  @inline(__always)
  func forEachVector(_ body: (_ channel: Int, _ length: Int) -> Void) {
    for c in stride(from: 0, to: channels, by: V.scalarCount) { body(c, min(channels - c, V.scalarCount)) }
  }

  /// Calls `body` for every sixteen channels of every row, in the order of memory, on several threads.
  @inline(__always)
  func forEachElement(_ body: (_ start: Int, _ channel: Int, _ length: Int) -> Void) {
    ThreadPool.shared.parallel(pieces.count) { piece in
      for row in rows(ofPiece: piece) {
        forEachVector { c, length in body(row * channels + c, c, length) }
      }
    }
  }

  /// Σ term(row) over a few rows, in four chains.
  @inline(__always)
  static func sum(_ rows: Int, _ term: (Int) -> V) -> V {
    var (a, b, c, d) = (V(repeating: 0), V(repeating: 0), V(repeating: 0), V(repeating: 0))
    var row = 0
    while row + 4 <= rows {
      a += term(row)
      b += term(row + 1)
      c += term(row + 2)
      d += term(row + 3)
      row += 4
    }
    while row < rows {
      a += term(row)
      row += 1
    }
    return (a + b) + (c + d)
  }

  /// Two sums over a few rows, each in two chains.
  @inline(__always)
  static func sums(_ rows: Int, _ terms: (Int) -> (V, V)) -> (V, V) {
    var (even, odd) = ((V(repeating: 0), V(repeating: 0)), (V(repeating: 0), V(repeating: 0)))
    var row = 0
    while row + 2 <= rows {
      let (first, second) = (terms(row), terms(row + 1))
      even.0 += first.0
      even.1 += first.1
      odd.0 += second.0
      odd.1 += second.1
      row += 2
    }
    if row < rows {
      let last = terms(row)
      even.0 += last.0
      even.1 += last.1
    }
    return (even.0 + odd.0, even.1 + odd.1)
  }
}
