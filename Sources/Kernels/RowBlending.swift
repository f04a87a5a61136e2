/// Makes one row of a resized image of two rows of the original.
///
/// t = a + (b − a) · across, of the pixels a and b of the upper row; u the same of the lower row;
/// result = t + (u − t) · down. In this order and in single precision, as TensorFlow computes it.
package struct RowBlending: Sendable {
  /// Between which two places in a row something lies.
  package struct Tap: Equatable, Sendable {
    /// Where the first and the second pixel begin, in values.
    package var first: Int32
    package var second: Int32
    /// Share of the second, 0..<1.
    package var share: Float

    package init(first: Int, second: Int, share: Float) {
      (self.first, self.second, self.share) = (Int32(first), Int32(second), share)
    }
  }

  /// Values in a resulting row.
  package let count: Int
  private let channels: Int
  private let taps: [Tap]
  /// Resulting pixels that can be made four values at a time: reading and writing four stays inside the rows.
  private let wide: Int

  /// - Parameters:
  ///   - taps: one for each pixel of the resulting row.
  ///   - rowCount: values in a row of the original.
  package init(taps: [Tap], channels: Int, rowCount: Int) {
    let last = rowCount - channels
    require(taps.allSatisfy { 0...last ~= Int($0.first) && 0...last ~= Int($0.second) }, "pixels lie inside their row")
    self.taps = taps
    self.channels = channels
    count = taps.count * channels
    let inside = taps.prefix { max($0.first, $0.second) <= rowCount - 4 }.count
    wide = channels == 4 ? inside : channels == 3 ? min(inside, taps.count - 1) : 0
  }

  /// Makes the row that lies `share` of the way from `upper` to `lower`.
  package func blend(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, share: Float,
    into target: UnsafeMutablePointer<Float>
  ) {
    taps.withUnsafeBufferPointer { taps in
      var place = target
      for pixel in 0..<wide {
        blendFour(upper, lower, taps[pixel], share, into: place)
        place += channels
      }
      for pixel in wide..<taps.count {
        blendEach(upper, lower, taps[pixel], share, into: place)
        place += channels
      }
    }
  }

  /// Four values at a time, of both rows in one vector; of three channels the fourth is junk that the next pixel overwrites.
  @inline(__always)
  private func blendFour(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ tap: Tap, _ share: Float,
    into target: UnsafeMutablePointer<Float>
  ) {
    let (first, second) = (Int(tap.first), Int(tap.second))
    let start = fourOfEach(upper + first, lower + first)
    let end = fourOfEach(upper + second, lower + second)
    let rows = start + (end - start) * tap.share
    let result = rows.lowHalf + (rows.highHalf - rows.lowHalf) * share
    UnsafeMutableRawPointer(target).storeBytes(of: result, as: SIMD4<Float>.self)
  }

  @inline(__always)
  private func fourOfEach(_ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>) -> SIMD8<Float> {
    let values = SIMD8<UInt8>(
      lowHalf: UnsafeRawPointer(upper).loadUnaligned(as: SIMD4<UInt8>.self),
      highHalf: UnsafeRawPointer(lower).loadUnaligned(as: SIMD4<UInt8>.self))
    return SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: values))
  }

  private func blendEach(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ tap: Tap, _ share: Float,
    into target: UnsafeMutablePointer<Float>
  ) {
    for channel in 0..<channels {
      let (first, second) = (Int(tap.first) + channel, Int(tap.second) + channel)
      let (a, b) = (Float(upper[first]), Float(upper[second]))
      let (c, d) = (Float(lower[first]), Float(lower[second]))
      let (top, bottom) = (a + (b - a) * tap.share, c + (d - c) * tap.share)
      target[channel] = top + (bottom - top) * share
    }
  }
}
