/// Where the first tile lies in the results, or its patch in the source: so many rows above and columns before the first.
struct TileOrigin: Sendable {
  let top, left: Int
}

/// The tiles of one scheme that cover a batch of results, counted row by row and image by image.
struct WinogradTiles<Scheme: TileScheme>: Sendable {
  let rows: Int
  let columns: Int
  let count: Int
  private let results: TileOrigin
  private let patches: TileOrigin

  init(batch: Int, height: Int, width: Int, results: TileOrigin = TileOrigin(top: 0, left: 0), patches: TileOrigin) {
    let side = Scheme.tileSide
    (rows, columns) = ((height + results.top + side - 1) / side, (width + results.left + side - 1) / side)
    count = batch * rows * columns
    (self.results, self.patches) = (results, patches)
  }

  /// Where a tile lies in the results.
  @inline(__always)
  func place(_ tile: Int) -> PatchPlace {
    place(tile, step: Scheme.tileSide, side: Scheme.tileSide, results)
  }

  /// Where a tile's patch lies in the source.
  @inline(__always)
  func patch(_ tile: Int) -> PatchPlace {
    place(tile, step: Scheme.patchStep, side: Scheme.patchSide, patches)
  }

  @inline(__always)
  private func place(_ tile: Int, step: Int, side: Int, _ origin: TileOrigin) -> PatchPlace {
    let (row, column) = tile.quotientAndRemainder(dividingBy: columns)
    let (image, line) = row.quotientAndRemainder(dividingBy: rows)
    return PatchPlace(image: image, y: step * line - origin.top, x: step * column - origin.left, side: side)
  }
}

/// The matrices of transformed tiles, one a product, each cut into panels of sixteen channels: [products][panels, capacity, 16].
struct TileMatrices {
  let pointer: UnsafeMutablePointer<Float>
  /// Rows of a panel.
  let capacity: Int
  let panels: Int

  /// Floats from one matrix to the next: a cache line more than its size, so that they do not meet in one set of the cache.
  @inline(__always)
  var stride: Int { Self.stride(capacity, panels) }
  @inline(__always)
  var panelStride: Int { capacity * 16 }

  static func stride(_ capacity: Int, _ panels: Int) -> Int { (capacity * panels + 1) * 16 }

  /// A row of a panel of the first matrix.
  @inline(__always)
  func row(_ row: Int, panel: Int) -> UnsafeMutablePointer<Float> { pointer + (panel * capacity + row) * 16 }
}

extension TileScheme {
  /// Floats of the matrices of all products.
  static func matricesCount(_ capacity: Int, _ panels: Int) -> Int { products * TileMatrices.stride(capacity, panels) }

  /// Calls `body` with memory on the stack for the steps of a transform and for the places of one patch or tile.
  @inline(__always)
  static func withScratch(
    _ body: (_ scratch: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Float>) -> Void
  ) {
    withUnsafeTemporaryAllocation(byteCount: (scratchCount + placesCount) * 4, alignment: 64) { memory in
      guard let base = memory.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      body(base, base + scratchCount)
    }
  }
}
