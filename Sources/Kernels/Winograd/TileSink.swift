/// What becomes of the sums of a tile.
protocol TileSink: Sendable {
  /// Takes sixteen channels of a tile's sums, [side, side, 16]. Places outside the result are dropped.
  func put(_ sums: UnsafeMutablePointer<Float>, _ place: PatchPlace, channel: Int)
}

/// Adds a bias, applies ReLU and writes images.
struct ImageSink: TileSink, @unchecked Sendable {
  let images: UnsafeMutablePointer<Float>
  let shape: ImageShape
  let bias: UnsafePointer<Float>?
  let epilogue: Epilogue

  @inline(__always)
  func put(_ sums: UnsafeMutablePointer<Float>, _ place: PatchPlace, channel: Int) {
    let count = min(shape.channels - channel, 16)
    let bias = bias?.vector(channel, count: count) ?? SIMD16(repeating: 0)
    let (rows, columns) = (min(shape.height - place.y, place.side), min(shape.width - place.x, place.side))
    for i in max(-place.y, 0)..<rows {
      let target = images + shape.offset(place.image, place.y + i, place.x) + channel
      for j in max(-place.x, 0)..<columns {
        let sum = sums.vector((place.side * i + j) * 16, SIMD16<Float>.self) + bias
        target.store(epilogue == .relu ? sum.rectified : sum, at: j * shape.channels, count: count)
      }
    }
  }
}

/// Adds a bias, takes the maxima of 2 x 2 places of tiles of 4 x 4, applies ReLU and writes images of half the extents.
struct PoolingSink: TileSink, @unchecked Sendable {
  let images: UnsafeMutablePointer<Float>
  let winners: UnsafeMutablePointer<UInt8>?
  /// Shape of the pooled images.
  let shape: ImageShape
  let bias: UnsafePointer<Float>?
  let epilogue: Epilogue

  @inline(__always)
  func put(_ sums: UnsafeMutablePointer<Float>, _ place: PatchPlace, channel: Int) {
    let count = min(shape.channels - channel, 16)
    let bias = bias?.vector(channel, count: count) ?? SIMD16(repeating: 0)
    let (rows, columns) = (min(shape.height - place.y / 2, 2), min(shape.width - place.x / 2, 2))
    for i in 0..<rows {
      for j in 0..<columns {
        let corner = UnsafePointer(sums) + (8 * i + 2 * j) * 16
        let window = (
          corner.vector(0, SIMD16<Float>.self) + bias, corner.vector(16, SIMD16<Float>.self) + bias,
          corner.vector(64, SIMD16<Float>.self) + bias, corner.vector(80, SIMD16<Float>.self) + bias
        )
        let at = shape.offset(place.image, place.y / 2 + i, place.x / 2 + j) + channel
        let best = SIMD16.greatest(window, places: winners.map { $0 + at }, count: count)
        images.store(epilogue == .relu ? best.rectified : best, at: at, count: count)
      }
    }
  }
}
