/// Four results of a convolution of three taps at stride 2 in nine products instead of twelve; in two dimensions 81 instead of 144.
///
/// Results see the even places of a patch through the first and the last tap, a convolution of two taps at stride 1, for which
/// F(4, 2) takes five products; and the odd places through the tap between, which takes four.
enum HalvingTiles: FilterGradientScheme {
  static var patchSide: Int { 9 }
  static var tileSide: Int { 4 }
  static var points: Int { 9 }
  static var patchStep: Int { 8 }

  @inline(__always)
  static func input(
    _ d: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    TransformVectors.store(TwoTaps.input(TransformVectors.five(d, 2 * stride)), at: target, targetStride)
    TransformVectors.store(
      TransformVectors.four(d + stride, 2 * stride), at: target + 5 * targetStride, targetStride)
  }

  @inline(__always)
  static func output(
    _ m: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    let even = TwoTaps.output(TransformVectors.five(m, stride))
    let odd = TransformVectors.four(m + 5 * stride, stride)
    TransformVectors.store(
      (even.0 + odd.0, even.1 + odd.1, even.2 + odd.2, even.3 + odd.3), at: target, targetStride)
  }

  @inline(__always)
  static func gradient(
    _ delta: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    let d = TransformVectors.four(delta, stride)
    TransformVectors.store(TwoTaps.gradient(d), at: target, targetStride)
    TransformVectors.store(d, at: target + 5 * targetStride, targetStride)
  }

  @inline(__always)
  static func filter(_ w: Three) -> Six { TwoTaps.filter(w) }

  @inline(__always)
  static func filterGradient(_ m: Six) -> Three { TwoTaps.filterGradient(m) }
}

/// Eight results of the adjoint of `HalvingTiles`, which spreads each place over the results through three taps at stride 2: at the
/// even ones two taps meet, at the odd ones there is one.
enum DoublingTiles: TileScheme {
  static var patchSide: Int { 5 }
  static var tileSide: Int { 8 }
  static var points: Int { 9 }
  static var patchStep: Int { 4 }

  @inline(__always)
  static func input(
    _ d: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    let d = TransformVectors.five(d, stride)
    TransformVectors.store(TwoTaps.input(d), at: target, targetStride)
    TransformVectors.store((d.1, d.2, d.3, d.4), at: target + 5 * targetStride, targetStride)
  }

  @inline(__always)
  static func output(
    _ m: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    TransformVectors.store(TwoTaps.output(TransformVectors.five(m, stride)), at: target, 2 * targetStride)
    TransformVectors.store(
      TransformVectors.four(m + 5 * stride, stride), at: target + targetStride, 2 * targetStride)
  }

  @inline(__always)
  static func filter(_ w: Three) -> Six { TwoTaps.filter(w) }
}

/// F(4, 2): four results of two taps in five products. The points are 0, ±1, 2 and ∞. The filter's third number is kept aside as the
/// sixth.
private enum TwoTaps {
  typealias V = SIMD16<Float>
  typealias Four = (V, V, V, V)
  typealias Five = (V, V, V, V, V)

  /// Bᵀ d
  @inline(__always)
  static func input(_ d: Five) -> Five {
    let steep = d.3 - d.1
    return (
      steep.adding(d.0 - d.2, times: 2), (d.3 - d.2).adding(d.1, times: -2),
      d.3.adding(d.1, times: 2).adding(d.2, times: -3), steep, (d.4 - d.2).adding(steep, times: -2)
    )
  }

  /// Aᵀ m
  @inline(__always)
  static func output(_ m: Five) -> Four {
    let (sum, difference) = (m.1 + m.2, m.1 - m.2)
    return (
      m.0 + sum + m.3, difference.adding(m.3, times: 2), sum.adding(m.3, times: 4),
      (difference + m.4).adding(m.3, times: 8)
    )
  }

  /// A δ
  @inline(__always)
  static func gradient(_ d: Four) -> Five {
    let (even, odd) = (d.0 + d.2, d.1 + d.3)
    return (
      d.0, even + odd, even - odd, d.0.adding(d.1, times: 2).adding(d.2, times: 4).adding(d.3, times: 8), d.3
    )
  }

  /// G w of the first and the last tap, and the one between.
  @inline(__always)
  static func filter(_ w: (V, V, V)) -> (V, V, V, V, V, V) {
    (
      w.0 * 0.5, (w.0 + w.2) * -0.5, (w.2 - w.0) * (1 / 6), (w.0 * (1 / 6)).adding(w.2, times: 1 / 3), w.2, w.1
    )
  }

  /// Gᵀ m
  @inline(__always)
  static func filterGradient(_ m: (V, V, V, V, V, V)) -> (V, V, V) {
    (
      ((m.0 - m.1) * 0.5).adding(m.3 - m.2, times: 1 / 6), m.5,
      m.4.adding(m.1, times: -0.5).adding(m.2, times: 1 / 6).adding(m.3, times: 1 / 3)
    )
  }
}
