/// Up to sixteen neighbouring rows of a matrix, one in each lane: what is done along a row is done for all of them at once.
struct RowLanes {
  typealias V = SIMD16<Float>

  /// The first row.
  let first: Int
  /// Rows, 1…16. Lanes beyond them repeat the last row and are never stored.
  let count: Int
  /// Elements of a row.
  let columns: Int

  /// The lanes that hold rows.
  @inline(__always)
  var isRow: SIMDMask<SIMD16<Int32>> { Self.numbers .< Int32(truncatingIfNeeded: count) }

  private static var numbers: SIMD16<Int32> { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

  /// Reads one column.
  @inline(__always)
  func load(_ matrix: UnsafePointer<Float>, _ column: Int) -> V {
    let start = matrix + first * columns + column
    if columns == 1 && count == 16 { return start.vector(0, V.self) }
    var result = V(repeating: 0)
    if count == 16 {
      for lane in 0..<16 { result[lane] = start[lane * columns] }
    } else {
      for lane in 0..<16 { result[lane] = start[min(lane, count - 1) * columns] }
    }
    return result
  }

  /// Writes one column.
  @inline(__always)
  func store(_ vector: V, _ matrix: UnsafeMutablePointer<Float>, _ column: Int) {
    let start = matrix + first * columns + column
    if columns == 1 { return start.store(vector, at: 0, count: count) }
    if count == 16 {
      for lane in 0..<16 { start[lane * columns] = vector[lane] }
    } else {
      for lane in 0..<count { start[lane * columns] = vector[lane] }
    }
  }

  /// Reads one number a row.
  @inline(__always)
  func each(_ values: UnsafePointer<Float>) -> V {
    if count == 16 { return values.vector(first, V.self) }
    var result = V(repeating: 0)
    for lane in 0..<16 { result[lane] = values[first + min(lane, count - 1)] }
    return result
  }

  /// Reads one integer a row, as a float.
  @inline(__always)
  func each(_ values: UnsafePointer<Int32>) -> V {
    var result = SIMD16<Int32>(repeating: 0)
    if count == 16 {
      result = UnsafeRawPointer(values + first).loadUnaligned(as: SIMD16<Int32>.self)
    } else {
      for lane in 0..<16 { result[lane] = values[first + min(lane, count - 1)] }
    }
    return V(result)
  }
}

/// Cuts the rows of a matrix into groups of sixteen, and those into pieces of work of some thousand elements.
struct RowGroups: Hashable, Sendable {
  let rows: Int
  let columns: Int

  /// Elements in a piece of work.
  private static var pieceCount: Int { 8192 }

  private var groups: Int { (rows + 15) / 16 }

  var pieces: Pieces {
    Pieces(groups, most: max((rows * columns + Self.pieceCount - 1) / Self.pieceCount, 1))
  }

  /// Calls `body` for each group of a piece in order.
  @inline(__always)
  func forEach(ofPiece piece: Int, _ body: (RowLanes) -> Void) {
    for group in pieces.range(piece) {
      body(RowLanes(first: group * 16, count: min(rows - group * 16, 16), columns: columns))
    }
  }
}

/// A sum in Double of vectors of Float.
struct LaneSum {
  private var low = SIMD8<Double>(repeating: 0)
  private var high = SIMD8<Double>(repeating: 0)

  @inline(__always)
  mutating func add(_ vector: SIMD16<Float>) {
    low += SIMD8<Double>(vector.lowHalf)
    high += SIMD8<Double>(vector.highHalf)
  }

  var value: Double { (low + high).sum() }
}
