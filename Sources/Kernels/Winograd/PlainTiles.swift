/// F(4, 3): four results of a convolution of three taps at stride 1 take six products instead of twelve; in two dimensions 36 instead
/// of 144.
///
/// The points are 0, ±1, ±2 and ∞. Source: Lavin and Gray, arXiv:1509.09308, section 4.
enum PlainTiles: FilterGradientScheme {
  static var patchSide: Int { 6 }
  static var tileSide: Int { 4 }
  static var points: Int { 6 }
  static var patchStep: Int { 4 }

  @inline(__always)
  static func input(
    _ d: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    let d = TransformVectors.six(d, stride)
    let (even, odd) = (d.4.adding(d.2, times: -4), d.3.adding(d.1, times: -4))
    let (flat, steep) = (d.4 - d.2, d.3 - d.1)
    TransformVectors.store(
      (
        d.4.adding(d.0, times: 4).adding(d.2, times: -5), even + odd, even - odd, flat.adding(steep, times: 2),
        flat.adding(steep, times: -2), d.5.adding(d.1, times: 4).adding(d.3, times: -5)
      ), at: target, targetStride)
  }

  @inline(__always)
  static func output(
    _ m: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    let m = TransformVectors.six(m, stride)
    let (sum, difference) = (m.1 + m.2, m.1 - m.2)
    let (farSum, farDifference) = (m.3 + m.4, m.3 - m.4)
    TransformVectors.store(
      (
        m.0 + sum + farSum, difference.adding(farDifference, times: 2), sum.adding(farSum, times: 4),
        (difference + m.5).adding(farDifference, times: 8)
      ), at: target, targetStride)
  }

  @inline(__always)
  static func gradient(
    _ delta: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    let d = TransformVectors.four(delta, stride)
    let (even, odd) = (d.0 + d.2, d.1 + d.3)
    let (farEven, farOdd) = (d.0.adding(d.2, times: 4), d.1.adding(d.3, times: 4))
    TransformVectors.store(
      (d.0, even + odd, even - odd, farEven.adding(farOdd, times: 2), farEven.adding(farOdd, times: -2), d.3),
      at: target, targetStride)
  }

  @inline(__always)
  static func filter(_ w: Three) -> Six {
    let (even, odd) = ((w.0 + w.2) * (-1 / 6), w.1 * (-1 / 6))
    let (farEven, farOdd) = ((w.0 * (1 / 24)).adding(w.2, times: 1 / 6), w.1 * (1 / 12))
    return (w.0 * 0.25, even + odd, even - odd, farEven + farOdd, farEven - farOdd, w.2)
  }

  @inline(__always)
  static func filterGradient(_ m: Six) -> Three {
    let (sum, farSum) = ((m.1 + m.2) * (-1 / 6), m.3 + m.4)
    return (
      (m.0 * 0.25 + sum).adding(farSum, times: 1 / 24), ((m.2 - m.1) * (1 / 6)).adding(m.3 - m.4, times: 1 / 12),
      (sum + m.5).adding(farSum, times: 1 / 6)
    )
  }
}
