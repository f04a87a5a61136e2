/// A few rows of a map in a buffer: a window that slides down, so that rows which two bands see are computed once.
struct RowWindow {
  private let buffer: UnsafeMutablePointer<Float>
  private let rowCount: Int
  private var rows = 0..<0

  /// - Parameters:
  ///   - buffer: room for as many rows as are ever needed at once.
  ///   - rowCount: floats of a row.
  init(_ buffer: UnsafeMutablePointer<Float>, rowCount: Int) { (self.buffer, self.rowCount) = (buffer, rowCount) }

  /// Moves the window to the rows that are needed next, and names those of them that have to be written: they end the window.
  mutating func slide(to needed: Range<Int>) -> Range<Int> {
    let kept = rows.clamped(to: needed)
    guard !kept.isEmpty, kept.lowerBound == needed.lowerBound else {
      rows = needed
      return needed
    }
    let count = kept.count * rowCount
    if kept.lowerBound > rows.lowerBound {
      buffer.update(from: buffer + (kept.lowerBound - rows.lowerBound) * rowCount, count: count)
    }
    rows = needed
    return kept.upperBound..<needed.upperBound
  }

  /// Forgets all rows: the next are another image's.
  mutating func clear() { rows = 0..<0 }

  /// Where the map's first row would lie.
  var base: UnsafeMutablePointer<Float> { buffer - rows.lowerBound * rowCount }
}
