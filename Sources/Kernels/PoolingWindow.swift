/// The part of a pooling window that lies inside its image.
struct PoolingWindow {
  let rows: Range<Int>
  let columns: Range<Int>
  private let left: Int
  private let corner: Int
  private let rowStride: Int
  private let channels: Int

  /// The window at row i and column j of the output.
  init(_ g: PoolingGeometry, _ i: Int, _ j: Int) {
    let (y, x) = (i * g.strideHeight - g.padding.top, j * g.strideWidth - g.padding.left)
    rows = max(-y, 0)..<min(g.windowHeight, g.height - y)
    columns = max(-x, 0)..<min(g.windowWidth, g.width - x)
    (rowStride, channels, left) = (g.width * g.channels, g.channels, x)
    corner = y * rowStride + x * channels
  }

  /// Places inside the image.
  var count: Int { rows.count * columns.count }

  /// The columns of the image that the window covers.
  var imageColumns: Range<Int> { left + columns.lowerBound..<left + columns.upperBound }

  /// Where in its image the window's row u and column v lie.
  @inline(__always)
  func offset(_ u: Int, _ v: Int) -> Int { corner + u * rowStride + v * channels }
}

extension PoolingGeometry {
  /// The rows of the output whose windows cover row y of the image.
  func windowRows(over y: Int) -> Range<Int> {
    let bottom = y + padding.top
    let first = max(bottom - windowHeight + strideHeight, 0) / strideHeight
    let end = min(bottom / strideHeight + 1, outputHeight)
    return first..<max(first, end)
  }
}
