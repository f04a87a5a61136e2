/// Where the pixels of a moved image come from: output pixel (x, y) shows the input at (a·x + b·y + c, d·x + e·y + f).
///
/// The origin is the middle of the first pixel, x goes to the right, y down. Numbers are those of
/// `keras.ops.image.affine_transform`.
package struct ImageTransform: Equatable, Sendable {
  package var (a, b, c): (Float, Float, Float)
  package var (d, e, f): (Float, Float, Float)

  package init(_ a: Float, _ b: Float, _ c: Float, _ d: Float, _ e: Float, _ f: Float) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  /// Turns the image about its middle, counter-clockwise.
  package static func rotation(degrees: Float, height: Int, width: Int) -> ImageTransform {
    let (cosine, sine) = Angle.cosineAndSine(radians: degrees * (Float.pi / 180))
    let (x, y) = (0.5 * Float(width - 1), 0.5 * Float(height - 1))
    return ImageTransform(
      cosine, -sine, x - x * cosine - y * -sine,
      sine, cosine, y - x * sine - y * cosine)
  }

  /// Shows `down` times the height and `across` times the width about the middle: numbers above 1 make things smaller.
  package static func zoom(down: Float, across: Float, height: Int, width: Int) -> ImageTransform {
    ImageTransform(
      across, 0, Float(width - 1) / 2 * (1 - across),
      0, down, Float(height - 1) / 2 * (1 - down))
  }

  /// Moves the image by pixels to the right and down.
  package static func translation(down: Float, across: Float) -> ImageTransform {
    ImageTransform(1, 0, -across, 0, 1, -down)
  }
}

/// Cosine and sine with the same bits on every machine.
enum Angle {
  /// An angle is brought to −π/4…π/4 by quarter turns; there the Taylor series are exact to 10⁻¹⁶.
  static func cosineAndSine(radians: Float) -> (cosine: Float, sine: Float) {
    let quarters = (Double(radians) * 2 / .pi).rounded()
    let rest = Double(radians) - quarters * (.pi / 2)
    let (cosine, sine) = (Float(series(rest, from: 0)), Float(series(rest, from: 1)))
    switch Int(quarters) & 3 {
    case 0: return (cosine, sine)
    case 1: return (-sine, cosine)
    case 2: return (-cosine, -sine)
    default: return (sine, -cosine)
    }
  }

  /// Σ ±xᵏ/k! over k = first, first + 2, …
  private static func series(_ x: Double, from first: Int) -> Double {
    var term = first == 0 ? 1 : x
    var sum = term
    for k in stride(from: first + 2, through: 18, by: 2) {
      term *= -x * x / Double(k * (k - 1))
      sum += term
    }
    return sum
  }
}
