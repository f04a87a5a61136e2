/// A square of places of one image, sixteen channels of each.
struct Patch {
  let pointer: UnsafePointer<Float>
  /// Floats from one row or column of places to the next.
  let rowStride: Int
  let columnStride: Int
}

/// Where a patch lies: an image, the row and column of its first place (negative in the padding), and its side.
struct PatchPlace {
  let image: Int
  let y: Int
  let x: Int
  let side: Int
}

/// A batch of images, or the gradient by one, of which patches are read.
protocol PatchSource: Sendable {
  /// The patch at a place from `channel` on. Places and channels outside the image are zero.
  ///
  /// - Parameter buffer: room for the patch, 16 floats for each of its places, where it cannot be read as it lies.
  func patch(_ place: PatchPlace, channel: Int, buffer: UnsafeMutablePointer<Float>) -> Patch
}

/// Shapes of a batch of images.
struct ImageShape: Sendable {
  let height: Int
  let width: Int
  let channels: Int

  /// Floats from the batch's beginning to a place of an image.
  @inline(__always)
  func offset(_ image: Int, _ y: Int, _ x: Int) -> Int { ((image * height + y) * width + x) * channels }

  /// Whether all places of a patch and sixteen channels lie inside.
  @inline(__always)
  func contains(_ place: PatchPlace, channel: Int) -> Bool {
    place.y >= 0 && place.x >= 0 && place.y + place.side <= height && place.x + place.side <= width
      && channel + 16 <= channels
  }

  /// Fills a patch place by place: `value` gives what an offset holds; the rest is zero.
  @inline(__always)
  func fill(
    _ buffer: UnsafeMutablePointer<Float>, _ place: PatchPlace, channel: Int,
    _ value: (_ offset: Int, _ count: Int) -> SIMD16<Float>
  ) -> Patch {
    let count = min(channels - channel, 16)
    let columns = max(-place.x, 0)..<max(-place.x, 0, min(width - place.x, place.side))
    for i in 0..<place.side {
      let row = buffer + i * place.side * 16
      let y = place.y + i
      guard y >= 0, y < height, !columns.isEmpty else {
        row.update(repeating: 0, count: place.side * 16)
        continue
      }
      for j in 0..<columns.lowerBound { row.store(SIMD16<Float>(repeating: 0), at: j * 16) }
      for j in columns {
        row.store(value(offset(place.image, y, place.x + j) + channel, count), at: j * 16)
      }
      for j in columns.upperBound..<max(place.side, columns.upperBound) {
        row.store(SIMD16<Float>(repeating: 0), at: j * 16)
      }
    }
    return Patch(pointer: UnsafePointer(buffer), rowStride: place.side * 16, columnStride: 16)
  }
}

/// Images as they lie in memory.
struct ImagePatches: PatchSource, @unchecked Sendable {
  let images: UnsafePointer<Float>
  let shape: ImageShape

  @inline(__always)
  func patch(_ place: PatchPlace, channel: Int, buffer: UnsafeMutablePointer<Float>) -> Patch {
    if shape.contains(place, channel: channel) {
      return Patch(
        pointer: images + shape.offset(place.image, place.y, place.x) + channel,
        rowStride: shape.width * shape.channels,
        columnStride: shape.channels)
    }
    return shape.fill(buffer, place, channel: channel) { images.vector($0, count: $1) }
  }
}

/// The gradient by the sums before ReLU: the output gradient where the output is positive.
struct MaskedPatches: PatchSource, @unchecked Sendable {
  let gradient: UnsafePointer<Float>
  let output: UnsafePointer<Float>
  let shape: ImageShape

  @inline(__always)
  func patch(_ place: PatchPlace, channel: Int, buffer: UnsafeMutablePointer<Float>) -> Patch {
    shape.fill(buffer, place, channel: channel) { offset, count in
      gradient.vector(offset, count: count).kept(wherePositive: output.vector(offset, count: count))
    }
  }
}

/// The gradient by the sums before 2 x 2 max pooling, and before ReLU if there is one: that of each window at its winner.
struct UnpooledPatches: PatchSource, @unchecked Sendable {
  let gradient: UnsafePointer<Float>
  /// What pooling gave; nil if no ReLU masks the gradient.
  let output: UnsafePointer<Float>?
  let winners: UnsafePointer<UInt8>
  /// Shape of the pooled images.
  let shape: ImageShape

  @inline(__always)
  func patch(_ place: PatchPlace, channel: Int, buffer: UnsafeMutablePointer<Float>) -> Patch {
    let count = min(shape.channels - channel, 16)
    let (rows, columns) = (
      place.y >> 1...(place.y + place.side - 1) >> 1, place.x >> 1...(place.x + place.side - 1) >> 1
    )
    for i in rows {
      for j in columns {
        let isInside = i >= 0 && j >= 0 && i < shape.height && j < shape.width
        let offset = isInside ? shape.offset(place.image, i, j) + channel : 0
        let value = isInside ? delta(offset, count) : SIMD16<Float>(repeating: 0)
        let winner = isInside ? winnerPlaces(offset, count) : SIMD16<Float>(repeating: 0)
        spread(value, winner, at: (2 * i - place.y, 2 * j - place.x), side: place.side, buffer)
      }
    }
    return Patch(pointer: UnsafePointer(buffer), rowStride: place.side * 16, columnStride: 16)
  }

  /// Puts a window's gradient at the winner's place and zero at the three others, as far as they lie in the patch.
  @inline(__always)
  private func spread(
    _ value: SIMD16<Float>, _ winner: SIMD16<Float>, at corner: (y: Int, x: Int), side: Int,
    _ buffer: UnsafeMutablePointer<Float>
  ) {
    for place in 0..<4 {
      let (y, x) = (corner.y + place >> 1, corner.x + place & 1)
      guard y >= 0, x >= 0, y < side, x < side else { continue }
      let isOther = winner .!= SIMD16<Float>(repeating: 0x1p23 + Float(place))
      buffer.store(value.replacing(with: 0, where: isOther), at: (y * side + x) * 16)
    }
  }

  @inline(__always)
  private func delta(_ offset: Int, _ count: Int) -> SIMD16<Float> {
    let value = gradient.vector(offset, count: count)
    guard let output else { return value }
    return value.kept(wherePositive: output.vector(offset, count: count))
  }

  /// 2²³ + each winner's place: the float whose last byte it is.
  @inline(__always)
  private func winnerPlaces(_ offset: Int, _ count: Int) -> SIMD16<Float> {
    var bytes = SIMD16<UInt8>(repeating: 0)
    if count >= 16 {
      bytes = UnsafeRawPointer(winners + offset).loadUnaligned(as: SIMD16<UInt8>.self)
    } else {
      for lane in 0..<count { bytes[lane] = winners[offset + lane] }
    }
    return unsafeBitCast(SIMD16<UInt32>(truncatingIfNeeded: bytes) &+ 0x4B00_0000, to: SIMD16<Float>.self)
  }
}
