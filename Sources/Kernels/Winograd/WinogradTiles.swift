/// The tiles of 4 x 4 places that cover a batch of images, counted row by row and image by image.
struct WinogradTiles: Sendable {
  let rows: Int
  let columns: Int
  let count: Int

  init(batch: Int, height: Int, width: Int) {
    (rows, columns) = ((height + 3) / 4, (width + 3) / 4)
    count = batch * rows * columns
  }

  /// Where a tile lies.
  @inline(__always)
  func place(_ tile: Int) -> PatchPlace {
    let (row, column) = tile.quotientAndRemainder(dividingBy: columns)
    let (image, line) = row.quotientAndRemainder(dividingBy: rows)
    return PatchPlace(image: image, y: 4 * line, x: 4 * column, side: 4)
  }
}

extension PatchPlace {
  /// The square of 6 x 6 places that begins `top` rows above and `left` columns before this tile.
  @inline(__always)
  func surrounded(top: Int, left: Int) -> PatchPlace {
    PatchPlace(image: image, y: y - top, x: x - left, side: 6)
  }
}

/// The 36 matrices of transformed tiles, each cut into panels of sixteen channels: [36][panels, capacity, 16].
struct TileMatrices {
  let pointer: UnsafeMutablePointer<Float>
  /// Rows of a panel.
  let capacity: Int
  let panels: Int

  /// Floats from one matrix to the next: a cache line more than its size, so that the 36 do not meet in one set of the cache.
  @inline(__always)
  var stride: Int { Self.stride(capacity, panels) }
  @inline(__always)
  var panelStride: Int { capacity * 16 }

  static func stride(_ capacity: Int, _ panels: Int) -> Int { (capacity * panels + 1) * 16 }
  static func count(_ capacity: Int, _ panels: Int) -> Int { 36 * stride(capacity, panels) }

  /// A row of a panel of the first matrix.
  @inline(__always)
  func row(_ row: Int, panel: Int) -> UnsafeMutablePointer<Float> { pointer + (panel * capacity + row) * 16 }
}

/// Calls `body` with memory on the stack for the steps of a transform and for the places of one tile.
@inline(__always)
func withTransformScratch(
  _ body: (_ scratch: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Float>) -> Void
) {
  let count = 2 * WinogradTransform.scratchCount
  withUnsafeTemporaryAllocation(byteCount: count * 4, alignment: 64) { memory in
    guard let base = memory.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
    body(base, base + WinogradTransform.scratchCount)
  }
}
