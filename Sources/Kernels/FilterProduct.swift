/// The gradient by the filter of a convolution of 1 x 1, piece by piece: sums[filters/16, channels/16, 16, 16] += xᵀ · dy.
///
/// Where rows are long, blocks of places are copied into panels of sixteen columns.
struct FilterProduct: Sendable {
  let channels: Int
  let filters: Int

  /// Floats that a block's panels take, so that they stay in the second-level cache.
  private static var blockCount: Int { 48 << 10 }

  private var depth: Int { (channels + 15) / 16 }
  private var width: Int { (filters + 15) / 16 }
  /// Whether a block of rows as they lie stays in the first-level cache: whole vectors, and few of them.
  private var isCopied: Bool { depth + width > 12 || channels % 16 + filters % 16 > 0 }

  /// Floats of the sums.
  var sumCount: Int { depth * width * 256 }
  /// Places that are added at once.
  var blockRows: Int { min(max(Self.blockCount / ((depth + width) * 16), 48), isCopied ? 192 : 96) }
  /// Floats of the copies.
  var panelCount: Int { isCopied ? (depth + width) * 16 * blockRows : 0 }

  /// Adds the products of some places, block after block.
  ///
  /// - Parameter panels: `panelCount` floats.
  func add(
    _ input: UnsafePointer<Float>, _ deltas: UnsafePointer<Float>, places: Int, to sums: UnsafeMutablePointer<Float>,
    panels: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: 0, to: places, by: blockRows) {
      let rows = min(blockRows, places - first)
      let (x, d) = (input + first * channels, deltas + first * filters)
      guard isCopied else {
        addBlock(
          Operand(pointer: x, panelStride: 16, rowStride: channels),
          Operand(pointer: d, panelStride: 16, rowStride: filters), rows, to: sums)
        continue
      }
      let (left, right) = (panels, panels + depth * 16 * blockRows)
      copy(x, rows, columns: channels, into: left)
      copy(d, rows, columns: filters, into: right)
      addBlock(
        Operand(pointer: UnsafePointer(left), panelStride: 16 * blockRows, rowStride: 16),
        Operand(pointer: UnsafePointer(right), panelStride: 16 * blockRows, rowStride: 16), rows, to: sums)
    }
  }

  /// [rows, columns] → [columns/16, blockRows, 16], missing columns zero.
  private func copy(
    _ source: UnsafePointer<Float>, _ rows: Int, columns: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let (from, to) = (source + row * columns, panels + row * 16)
      for c in stride(from: 0, to: columns, by: 16) {
        to.store(from.vector(c, count: min(columns - c, 16)), at: c * blockRows)
      }
    }
  }

  /// A block of rows: where sixteen of its columns lie, and where the next rows.
  private struct Operand {
    let pointer: UnsafePointer<Float>
    let panelStride: Int
    let rowStride: Int
  }

  private func addBlock(_ left: Operand, _ right: Operand, _ rows: Int, to sums: UnsafeMutablePointer<Float>) {
    for panel in 0..<width {
      for block in 0..<depth {
        PanelProduct.addTransposed(
          left.pointer + block * left.panelStride, stride: left.rowStride, right.pointer + panel * right.panelStride,
          stride: right.rowStride, into: sums + (panel * depth + block) * 256, rows: rows)
      }
    }
  }

  /// Writes the sums as [channels, filters].
  func unpack(_ sums: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>) {
    for c in 0..<channels {
      for panel in 0..<width {
        let row = sums.vector((panel * depth + c / 16) * 256 + c % 16 * 16, SIMD16<Float>.self)
        gradient.store(row, at: c * filters + panel * 16, count: min(filters - panel * 16, 16))
      }
    }
  }
}
