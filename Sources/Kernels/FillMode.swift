/// What lies outside an image, given by the place inside that an outside coordinate stands for.
///
/// Coordinates are real numbers; the arithmetic, and with it the place of every jump, is that of TensorFlow's
/// `ImageProjectiveTransformV3`, which Keras calls.
package enum FillMode: Sendable, CaseIterable {
  /// d c b a | a b c d | d c b a
  case reflect
  /// One value everywhere: coordinates stay as they are.
  case constant
  /// a a a a | a b c d | d d d d
  case nearest
  /// a b c d | a b c d | a b c d
  case wrap

  typealias V = SIMD16<Float>

  /// The coordinates inside an axis of `extent` pixels, 0…extent − 1, that stand for any coordinates.
  @inline(__always)
  func mapped(_ coordinates: V, extent: Int) -> V {
    let last = Float(extent - 1)
    switch self {
    case .constant:
      // Two pixels outside is as good as any place further away, and stays a small integer.
      return coordinates.limited(from: -2, to: last + 2)
    case .nearest: return coordinates.limited(from: 0, to: last)
    case .reflect: return Self.reflected(coordinates, Float(extent)).limited(from: 0, to: last)
    case .wrap: return Self.wrapped(coordinates, Float(extent)).limited(from: 0, to: last)
    }
  }

  /// The image and its mirror image repeat every two extents.
  @inline(__always)
  private static func reflected(_ x: V, _ extent: Float) -> V {
    let period = 2 * extent
    let distance = x.replacing(with: -x, where: x .< 0)
    let rest = distance - (distance / period).whole * period
    let before = (rest - 1).replacing(with: period - rest, where: rest .> extent)
    let behind = rest.replacing(with: period - rest - 1, where: rest .>= extent)
    return behind.replacing(with: before, where: x .< 0)
  }

  /// Between the last pixel and its copy of the first lies a jump, so the period counts extent − 1.
  @inline(__always)
  private static func wrapped(_ x: V, _ extent: Float) -> V {
    let span = max(extent - 1, 1)
    let before = x + ((-x / span).whole + 1) * extent
    let behind = x - (x / span).whole * extent
    return x.replacing(with: before, where: x .< 0).replacing(with: behind, where: x .> extent - 1)
  }
}

extension SIMD16<Float> {
  /// Adding and subtracting 1.5 · 2²³ rounds to an integer; the sum's last bits are that integer.
  private static var rounder: Float { 0x1.8p23 }
  private static var rounderBits: Int32 { 0x4B40_0000 }

  /// Lanes below or above a range become its bound.
  @inline(__always)
  func limited(from least: Float, to greatest: Float) -> Self {
    replacing(with: least, where: self .< least).replacing(with: greatest, where: self .> greatest)
  }

  /// The greatest integer that is not above each lane, for lanes between −2²² and 2²².
  @inline(__always)
  var whole: Self {
    let rounded = (self + Self.rounder) - Self.rounder
    return rounded.replacing(with: rounded - 1, where: rounded .> self)
  }

  /// The integers that lanes hold which are integers between −2²² and 2²².
  @inline(__always)
  var integers: SIMD16<Int32> {
    unsafeBitCast(self + Self.rounder, to: SIMD16<Int32>.self) &- Self.rounderBits
  }
}
