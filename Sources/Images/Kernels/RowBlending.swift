/// Makes one row of a resized image of two rows of the original.
///
/// t = a + (b − a) · across, of the pixels a and b of the upper row; u the same of the lower row;
/// result = t + (u − t) · down. In this order and in single precision, as TensorFlow computes it.
struct RowBlending {
  /// Values in a resulting row.
  let count: Int
  private let channels: Int
  private let taps: [BilinearAxis.Tap]
  /// Resulting pixels that can be made four values at a time: reading and writing four stays inside the rows.
  private let wide: Int

  init(_ resizing: Resizing) {
    channels = resizing.channels
    let columns = BilinearAxis(
      over: resizing.crop.size.width, from: resizing.crop.left, to: resizing.target.width, step: channels)
    taps = columns.taps
    count = taps.count * channels
    let last = resizing.source.width * channels - 4
    let inside = taps.prefix { Int($0.second) <= last && Int($0.first) <= last }.count
    wide = channels == 4 ? inside : channels == 3 ? min(inside, taps.count - 1) : 0
  }

  /// Makes the row that lies `share` of the way from `upper` to `lower`.
  func blend(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, share: Float,
    into target: UnsafeMutablePointer<Float>
  ) {
    unsafe taps.withUnsafeBufferPointer { taps in
      guard let taps = taps.baseAddress else { return }
      for pixel in 0..<wide {
        unsafe blendFour(upper, lower, taps[pixel], share, into: target + pixel &* channels)
      }
      for pixel in wide..<count / channels {
        unsafe blendEach(upper, lower, taps[pixel], share, into: target + pixel &* channels)
      }
    }
  }

  /// Four values at a time; of three channels the fourth is junk that the next pixel overwrites.
  @inline(__always)
  private func blendFour(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ tap: BilinearAxis.Tap, _ share: Float,
    into target: UnsafeMutablePointer<Float>
  ) {
    let (first, second) = (Int(tap.first), Int(tap.second))
    let (a, b) = unsafe (four(upper + first), four(upper + second))
    let (c, d) = unsafe (four(lower + first), four(lower + second))
    let top = a + (b - a) * tap.share
    let bottom = c + (d - c) * tap.share
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: top + (bottom - top) * share, as: SIMD4<Float>.self)
  }

  @inline(__always)
  private func four(_ pixels: UnsafePointer<UInt8>) -> SIMD4<Float> {
    SIMD4<Float>(unsafe UnsafeRawPointer(pixels).loadUnaligned(as: SIMD4<UInt8>.self))
  }

  private func blendEach(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ tap: BilinearAxis.Tap, _ share: Float,
    into target: UnsafeMutablePointer<Float>
  ) {
    let (first, second) = (Int(tap.first), Int(tap.second))
    for channel in 0..<channels {
      let (a, b) = unsafe (Float(upper[first + channel]), Float(upper[second + channel]))
      let (c, d) = unsafe (Float(lower[first + channel]), Float(lower[second + channel]))
      let top = a + (b - a) * tap.share
      let bottom = c + (d - c) * tap.share
      unsafe target[channel] = top + (bottom - top) * share
    }
  }
}
