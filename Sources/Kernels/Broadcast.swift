import Tensors

/// How two arrays are brought to one shape: where one has the extent 1 and the other more, its only place is repeated.
///
/// Neighbouring axes that both arrays walk alike become one, so that few are left; the last is walked in vectors.
package struct Broadcast: Hashable, Sendable {
  /// An axis of the result, and how far apart its places lie in each array: 0 where an array is repeated.
  struct Axis: Hashable, Sendable {
    var extent: Int
    var left: Int
    var right: Int
  }

  /// Elements of the result.
  package let count: Int
  /// All axes but the last, from the outermost.
  private let outer: [Axis]
  private let last: Axis

  /// Elements in a piece of work.
  private static var pieceCount: Int { 4096 }

  /// Checks that two shapes of equal rank fit.
  package init(left: [Int], right: [Int]) {
    require(left.count == right.count, "\(left) and \(right) have different ranks")
    require(
      zip(left, right).allSatisfy { $0 > 0 && $1 > 0 && ($0 == $1 || $0 == 1 || $1 == 1) },
      "\(left) and \(right) do not fit")
    var axes: [Axis] = []
    var (leftStride, rightStride) = (1, 1)
    for (l, r) in zip(left, right).reversed() {
      let axis = Axis(extent: max(l, r), left: l == 1 ? 0 : leftStride, right: r == 1 ? 0 : rightStride)
      (leftStride, rightStride) = (leftStride * l, rightStride * r)
      if axis.extent > 1 { Self.add(axis, to: &axes) }
    }
    let last = axes.popLast() ?? Axis(extent: 1, left: 1, right: 1)
    (self.last, outer) = (last, axes)
    count = axes.reduce(last.extent) { $0 * $1.extent }
  }

  /// Puts an axis before the others, or makes it one with the first of them.
  private static func add(_ axis: Axis, to axes: inout [Axis]) {
    if let inner = axes.first, axis.left == inner.left * inner.extent, axis.right == inner.right * inner.extent {
      axes[0].extent *= axis.extent
    } else {
      axes.insert(axis, at: 0)
    }
  }

  /// Whether along the last axis all places of an array are one.
  var repeatsLeft: Bool { last.left == 0 }
  var repeatsRight: Bool { last.right == 0 }

  /// Calls `body` for runs of up to sixteen places of the result: where the run begins in the result and in the arrays, and its
  /// length. Runs along several threads.
  @inline(__always)
  func forEachVector(_ body: (_ at: Int, _ left: Int, _ right: Int, _ length: Int) -> Void) {
    let runs = (last.extent + Self.pieceCount - 1) / Self.pieceCount
    let rows = count / last.extent
    let pieces = Pieces(rows * runs, most: (count + Self.pieceCount - 1) / Self.pieceCount)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for unit in pieces.range(piece) {
        let (row, run) = (unit / runs, unit % runs)
        let (left, right) = offsets(ofRow: row)
        let end = min((run + 1) * Self.pieceCount, last.extent)
        var place = run * Self.pieceCount
        while place + 16 <= end {
          body(row * last.extent + place, left + place * last.left, right + place * last.right, 16)
          place += 16
        }
        if place < end {
          body(row * last.extent + place, left + place * last.left, right + place * last.right, end - place)
        }
      }
    }
  }

  /// Where a row along the last axis begins in each array.
  private func offsets(ofRow row: Int) -> (left: Int, right: Int) {
    var (rest, left, right) = (row, 0, 0)
    for axis in outer.reversed() {
      let place = rest % axis.extent
      rest /= axis.extent
      left += place * axis.left
      right += place * axis.right
    }
    return (left, right)
  }
}

extension UnsafePointer<Float> {
  /// Reads a run of an array, or the one element that is repeated all along.
  @inline(__always)
  func run(_ index: Int, count: Int, isRepeated: Bool) -> SIMD16<Float> {
    isRepeated ? SIMD16(repeating: self[index]) : vector(index, count: count)
  }
}
