import Tensors

/// Lays arrays side by side along one axis.
///
/// ## Shapes
/// [rows, width of each array] → [rows, sum of the widths], rows being all axes before the joined one, widths all from it on
package struct Joining: Sendable {
  package let rows: Int
  /// Elements of a row of each array.
  package let widths: [Int]
  /// Where each array begins in a row of the result.
  private let starts: [Int]
  /// Elements of a row of the result.
  package let width: Int

  package init(rows: Int, widths: [Int]) {
    require(rows > 0 && !widths.isEmpty && widths.allSatisfy { $0 > 0 }, "rows \(rows) or widths \(widths) are below 1")
    (self.rows, self.widths) = (rows, widths)
    var starts: [Int] = []
    var width = 0
    for own in widths {
      starts.append(width)
      width += own
    }
    (self.starts, self.width) = (starts, width)
  }

  /// Copies the array of this number to its place in the result.
  package func insert(_ number: Int, from array: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>) {
    let (own, start) = (widths[number], starts[number])
    forEachRow(own) { row in (result + row * width + start).update(from: array + row * own, count: own) }
  }

  /// Copies the array of this number from its place in the result: the adjoint.
  package func extract(_ number: Int, from result: UnsafePointer<Float>, into array: UnsafeMutablePointer<Float>) {
    let (own, start) = (widths[number], starts[number])
    forEachRow(own) { row in (array + row * own).update(from: result + row * width + start, count: own) }
  }

  @inline(__always)
  private func forEachRow(_ own: Int, _ body: (Int) -> Void) {
    let pieces = Pieces(rows, most: min((rows * own + 16383) / 16384, 64))
    ThreadPool.shared.parallel(pieces.count) { piece in
      for row in pieces.range(piece) { body(row) }
    }
  }
}
