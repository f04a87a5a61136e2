/// The linear maps of Winograd's minimal filtering F(4 x 4, 3 x 3), sixteen channels at a time.
///
/// Four outputs of a filter of three taps, y = Aᵀ [(G w) ⊙ (Bᵀ d)], take six products instead of twelve; in two
/// dimensions a tile of 4 x 4 outputs takes 36 instead of 144. The points are 0, ±1, ±2 and ∞. The gradient by the filter is
/// the adjoint in w, Gᵀ [(A δ) ⊙ (Bᵀ d)]. Source: Lavin and Gray, arXiv:1509.09308, section 4.
enum WinogradTransform {
  typealias V = SIMD16<Float>
  typealias Three = (V, V, V)
  typealias Four = (V, V, V, V)
  typealias Six = (V, V, V, V, V, V)

  /// Floats of scratch memory that a transform needs.
  static var scratchCount: Int { 36 * 16 }

  // MARK: - One dimension

  /// Bᵀ d
  @inline(__always)
  private static func input(_ d: Six) -> Six {
    let (even, odd) = (d.4.adding(d.2, times: -4), d.3.adding(d.1, times: -4))
    let (flat, steep) = (d.4 - d.2, d.3 - d.1)
    return (
      d.4.adding(d.0, times: 4).adding(d.2, times: -5), even + odd, even - odd, flat.adding(steep, times: 2),
      flat.adding(steep, times: -2), d.5.adding(d.1, times: 4).adding(d.3, times: -5)
    )
  }

  /// Aᵀ m
  @inline(__always)
  private static func output(_ m: Six) -> Four {
    let (sum, difference) = (m.1 + m.2, m.1 - m.2)
    let (farSum, farDifference) = (m.3 + m.4, m.3 - m.4)
    return (
      m.0 + sum + farSum, difference.adding(farDifference, times: 2), sum.adding(farSum, times: 4),
      (difference + m.5).adding(farDifference, times: 8)
    )
  }

  /// A δ
  @inline(__always)
  private static func gradient(_ d: Four) -> Six {
    let (even, odd) = (d.0 + d.2, d.1 + d.3)
    let (farEven, farOdd) = (d.0.adding(d.2, times: 4), d.1.adding(d.3, times: 4))
    return (
      d.0, even + odd, even - odd, farEven.adding(farOdd, times: 2), farEven.adding(farOdd, times: -2), d.3
    )
  }

  /// G w
  @inline(__always)
  private static func filter(_ w: Three) -> Six {
    let (even, odd) = ((w.0 + w.2) * (-1 / 6), w.1 * (-1 / 6))
    let (farEven, farOdd) = ((w.0 * (1 / 24)).adding(w.2, times: 1 / 6), w.1 * (1 / 12))
    return (w.0 * 0.25, even + odd, even - odd, farEven + farOdd, farEven - farOdd, w.2)
  }

  /// Gᵀ m
  @inline(__always)
  private static func filterGradient(_ m: Six) -> Three {
    let (sum, farSum) = ((m.1 + m.2) * (-1 / 6), m.3 + m.4)
    return (
      (m.0 * 0.25 + sum).adding(farSum, times: 1 / 24), ((m.2 - m.1) * (1 / 6)).adding(m.3 - m.4, times: 1 / 12),
      (sum + m.5).adding(farSum, times: 1 / 6)
    )
  }

  // MARK: - Two dimensions

  /// Bᵀ d B of a patch of 6 x 6; result (i, j) goes to `target + (6 i + j) · stride`.
  @inline(__always)
  static func input(
    _ patch: Patch, into target: UnsafeMutablePointer<Float>, stride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<6 {
      let p = patch.pointer + row * patch.rowStride
      store(input(six(p, patch.columnStride)), at: scratch + row * 16, 6 * 16)
    }
    for j in 0..<6 {
      store(input(six(UnsafePointer(scratch) + j * 6 * 16, 16)), at: target + j * stride, 6 * stride)
    }
  }

  /// A δ Aᵀ of a patch of 4 x 4; result (i, j) goes to `target + (6 i + j) · stride`.
  @inline(__always)
  static func gradient(
    _ patch: Patch, into target: UnsafeMutablePointer<Float>, stride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<4 {
      let p = patch.pointer + row * patch.rowStride
      store(gradient(four(p, patch.columnStride)), at: scratch + row * 16, 4 * 16)
    }
    for j in 0..<6 {
      store(gradient(four(UnsafePointer(scratch) + j * 4 * 16, 16)), at: target + j * stride, 6 * stride)
    }
  }

  /// G w Gᵀ of a filter whose taps lie `tapStride` apart; result (i, j) goes to `target + (6 i + j) · stride`.
  @inline(__always)
  static func filter(
    _ taps: UnsafePointer<Float>, tapStride: Int, count: Int, into target: UnsafeMutablePointer<Float>, stride: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for u in 0..<3 {
      let p = taps + 3 * u * tapStride
      let row = (
        p.vector(0, count: count), p.vector(tapStride, count: count), p.vector(2 * tapStride, count: count)
      )
      store(filter(row), at: scratch + u * 16, 3 * 16)
    }
    for j in 0..<6 {
      let p = UnsafePointer(scratch) + j * 3 * 16
      let column = (p.vector(0, V.self), p.vector(16, V.self), p.vector(32, V.self))
      store(filter(column), at: target + j * stride, 6 * stride)
    }
  }

  /// Aᵀ m A of 36 products that lie `stride` apart; result (i, j) goes to `target + (4 i + j) · 16`.
  @inline(__always)
  static func output(
    _ products: UnsafePointer<Float>, stride: Int, into target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<6 {
      store(output(six(products + 6 * row * stride, stride)), at: scratch + row * 16, 6 * 16)
    }
    for j in 0..<4 {
      store(output(six(UnsafePointer(scratch) + j * 6 * 16, 16)), at: target + j * 16, 4 * 16)
    }
  }

  /// Gᵀ m G of 36 sums that lie `stride` apart; calls `body` with each tap's gradient.
  @inline(__always)
  static func filterGradient(
    _ sums: UnsafePointer<Float>, stride: Int, scratch: UnsafeMutablePointer<Float>, _ body: (_ tap: Int, V) -> Void
  ) {
    for row in 0..<6 {
      let (a, b, c) = filterGradient(six(sums + 6 * row * stride, stride))
      let target = scratch + row * 16
      target.store(a, at: 0)
      target.store(b, at: 6 * 16)
      target.store(c, at: 12 * 16)
    }
    for v in 0..<3 {
      let (a, b, c) = filterGradient(six(UnsafePointer(scratch) + v * 6 * 16, 16))
      body(v, a)
      body(3 + v, b)
      body(6 + v, c)
    }
  }

  // MARK: - Vectors at equal distances

  @inline(__always)
  private static func four(_ p: UnsafePointer<Float>, _ stride: Int) -> Four {
    (p.vector(0, V.self), p.vector(stride, V.self), p.vector(2 * stride, V.self), p.vector(3 * stride, V.self))
  }

  @inline(__always)
  private static func six(_ p: UnsafePointer<Float>, _ stride: Int) -> Six {
    let (a, b, c, d) = four(p, stride)
    return (a, b, c, d, p.vector(4 * stride, V.self), p.vector(5 * stride, V.self))
  }

  @inline(__always)
  private static func store(_ values: Four, at p: UnsafeMutablePointer<Float>, _ stride: Int) {
    p.store(values.0, at: 0)
    p.store(values.1, at: stride)
    p.store(values.2, at: 2 * stride)
    p.store(values.3, at: 3 * stride)
  }

  @inline(__always)
  private static func store(_ values: Six, at p: UnsafeMutablePointer<Float>, _ stride: Int) {
    store((values.0, values.1, values.2, values.3), at: p, stride)
    p.store(values.4, at: 4 * stride)
    p.store(values.5, at: 5 * stride)
  }
}

extension SIMD16<Float> {
  /// self + other · factor, rounded once.
  @inline(__always)
  fileprivate func adding(_ other: Self, times factor: Float) -> Self {
    addingProduct(Self(repeating: factor), other)
  }
}
