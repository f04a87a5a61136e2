import Tensors

/// Sums an array along some axes: the adjoint of repeating along them.
///
/// ## Shapes
/// target: as source, but 1 where it is summed
package struct AxisSum: Hashable, Sendable {
  private struct Axis: Hashable, Sendable {
    var extent: Int
    var stride: Int
    var isSummed: Bool
  }

  /// Axes that are kept and axes that are summed, from the outermost, all without the last.
  private let kept: [Axis]
  private let summed: [Axis]
  private let last: Axis
  private let keptCount: Int
  private let summedCount: Int

  /// Terms that are added in Float before they are added in Double.
  private static var blockTerms: Int { 64 }

  package init(source: [Int], target: [Int]) {
    require(
      source.count == target.count && zip(source, target).allSatisfy { $0 > 0 && ($0 == $1 || $1 == 1) },
      "\(source) cannot be summed to \(target)")
    var axes: [Axis] = []
    var stride = 1
    for (extent, result) in zip(source, target).reversed() {
      let axis = Axis(extent: extent, stride: stride, isSummed: result != extent)
      stride *= extent
      if let first = axes.first, first.isSummed == axis.isSummed {
        axes[0].extent *= extent
      } else if extent > 1 {
        axes.insert(axis, at: 0)
      }
    }
    last = axes.popLast() ?? Axis(extent: 1, stride: 1, isSummed: false)
    kept = axes.filter { !$0.isSummed }
    summed = axes.filter(\.isSummed)
    keptCount = kept.reduce(1) { $0 * $1.extent }
    summedCount = summed.reduce(1) { $0 * $1.extent }
  }

  /// Computes the sums; `target` is overwritten.
  package func forward(source: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>) {
    if last.isSummed { sumRows(source, target) } else { sumColumns(source, target) }
  }

  /// The last axis is kept: sixteen sums at a time.
  private func sumColumns(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    let vectors = (last.extent + 15) / 16
    let pieces = Pieces(keptCount * vectors, most: 64)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for unit in pieces.range(piece) {
        let (row, c) = (unit / vectors, unit % vectors * 16)
        let length = min(last.extent - c, 16)
        let base = source + Self.offset(kept, row) + c
        var total = SIMD16<Double>(repeating: 0)
        for first in stride(from: 0, to: summedCount, by: Self.blockTerms) {
          let sum = RowBlocks.sum(min(summedCount - first, Self.blockTerms)) { term in
            base.vector(Self.offset(summed, first + term), count: length)
          }
          total += SIMD16<Double>(sum)
        }
        target.store(SIMD16<Float>(total), at: row * last.extent + c, count: length)
      }
    }
  }

  /// The last axis is summed: one sum at a time, in sixteen lanes.
  private func sumRows(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    let pieces = Pieces(keptCount, most: 64)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for row in pieces.range(piece) {
        let base = source + Self.offset(kept, row)
        var total = 0.0
        for term in 0..<summedCount { total += sum(base + Self.offset(summed, term)) }
        target[row] = Float(total)
      }
    }
  }

  private func sum(_ run: UnsafePointer<Float>) -> Double {
    var total = SIMD16<Double>(repeating: 0)
    for start in stride(from: 0, to: last.extent, by: 16) {
      total += SIMD16<Double>(run.vector(start, count: min(last.extent - start, 16)))
    }
    return (0..<16).reduce(0) { $0 + total[$1] }
  }

  /// Where the place of this number along some axes lies in the source.
  @inline(__always)
  private static func offset(_ axes: [Axis], _ index: Int) -> Int {
    guard axes.count > 1 else { return axes.isEmpty ? 0 : index * axes[0].stride }
    var (rest, offset) = (index, 0)
    for axis in axes.reversed() {
      offset += rest % axis.extent * axis.stride
      rest /= axis.extent
    }
    return offset
  }
}
