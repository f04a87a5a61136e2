/// One of Winograd's minimal filterings with filters of 3 taps, along one axis: how a tile of results comes from a patch of the source.
///
/// results = Aᵀ [(G w) ⊙ (Bᵀ patch)], in two dimensions Aᵀ [(G w Gᵀ) ⊙ (Bᵀ patch B)] A. All schemes have six different numbers
/// G w; the sixth may take part in several products, so of the `points` products number k takes the number min(k, 5).
protocol TileScheme: Sendable {
  typealias V = SIMD16<Float>
  typealias Three = (V, V, V)
  typealias Six = (V, V, V, V, V, V)

  /// Places of a patch, results of a tile, and products.
  static var patchSide: Int { get }
  static var tileSide: Int { get }
  static var points: Int { get }
  /// Places of the source from one tile's patch to the next.
  static var patchStep: Int { get }

  /// Bᵀ d of vectors that lie `stride` floats apart.
  static func input(
    _ d: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int)
  /// Aᵀ m
  static func output(
    _ m: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int)
  /// G w
  static func filter(_ w: Three) -> Six
}

/// A scheme whose adjoint in w gives the gradient by the filter, Gᵀ [(A δ) ⊙ (Bᵀ d)].
protocol FilterGradientScheme: TileScheme {
  /// A δ of a tile's vectors.
  static func gradient(
    _ delta: UnsafePointer<Float>, _ stride: Int, into target: UnsafeMutablePointer<Float>, _ targetStride: Int)
  /// Gᵀ m; of products that share a number of G w, m has the sum.
  static func filterGradient(_ m: Six) -> Three
}

extension TileScheme {
  /// Products in two dimensions.
  static var products: Int { points * points }

  /// Which of the 36 matrices of transformed filters a product takes.
  static func matrix(of product: Int) -> Int { 6 * min(product / points, 5) + min(product % points, 5) }

  /// The products that take one of the 36 matrices.
  @inline(__always)
  static func forEachProduct(of matrix: Int, _ body: (Int) -> Void) {
    for i in matrix / 6..<(matrix / 6 == 5 ? points : matrix / 6 + 1) {
      for j in matrix % 6..<(matrix % 6 == 5 ? points : matrix % 6 + 1) { body(i * points + j) }
    }
  }
}

// MARK: - Two dimensions

extension TileScheme {
  /// Floats of scratch memory that a transform needs, and of the places of a patch or tile.
  static var scratchCount: Int { points * max(patchSide, tileSide) * 16 }
  static var placesCount: Int { max(patchSide, tileSide) * max(patchSide, tileSide) * 16 }

  /// Bᵀ d B of a patch; result (i, j) goes to `target + (points · i + j) · stride`.
  @inline(__always)
  static func input(
    _ patch: Patch, into target: UnsafeMutablePointer<Float>, stride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<patchSide {
      input(patch.pointer + row * patch.rowStride, patch.columnStride, into: scratch + row * 16, patchSide * 16)
    }
    for j in 0..<points { input(scratch + j * patchSide * 16, 16, into: target + j * stride, points * stride) }
  }

  /// Aᵀ m A of products that lie `stride` apart; result (i, j) goes to `target + (tileSide · i + j) · 16`.
  @inline(__always)
  static func output(
    _ products: UnsafePointer<Float>, stride: Int, into target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<points { output(products + points * row * stride, stride, into: scratch + row * 16, points * 16) }
    for j in 0..<tileSide { output(scratch + j * points * 16, 16, into: target + j * 16, tileSide * 16) }
  }

  /// G w Gᵀ of a filter whose taps lie `tapStride` apart; result (i, j) goes to `target + (6 i + j) · stride`.
  @inline(__always)
  static func filter(
    _ taps: UnsafePointer<Float>, tapStride: Int, count: Int, into target: UnsafeMutablePointer<Float>, stride: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for u in 0..<3 {
      let p = taps + 3 * u * tapStride
      let row = (p.vector(0, count: count), p.vector(tapStride, count: count), p.vector(2 * tapStride, count: count))
      TransformVectors.store(filter(row), at: scratch + u * 16, 3 * 16)
    }
    for j in 0..<6 {
      let column = TransformVectors.three(scratch + j * 3 * 16, 16)
      TransformVectors.store(filter(column), at: target + j * stride, 6 * stride)
    }
  }
}

extension FilterGradientScheme {
  /// A δ Aᵀ of a tile; result (i, j) goes to `target + (points · i + j) · stride`.
  @inline(__always)
  static func gradient(
    _ patch: Patch, into target: UnsafeMutablePointer<Float>, stride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<tileSide {
      gradient(patch.pointer + row * patch.rowStride, patch.columnStride, into: scratch + row * 16, tileSide * 16)
    }
    for j in 0..<points { gradient(scratch + j * tileSide * 16, 16, into: target + j * stride, points * stride) }
  }

  /// Gᵀ m G of 36 sums that lie `stride` apart; calls `body` with each tap's gradient.
  @inline(__always)
  static func filterGradient(
    _ sums: UnsafePointer<Float>, stride: Int, scratch: UnsafeMutablePointer<Float>, _ body: (_ tap: Int, V) -> Void
  ) {
    for row in 0..<6 {
      let (a, b, c) = filterGradient(TransformVectors.six(sums + 6 * row * stride, stride))
      let target = scratch + row * 16
      target.store(a, at: 0)
      target.store(b, at: 6 * 16)
      target.store(c, at: 12 * 16)
    }
    for v in 0..<3 {
      let (a, b, c) = filterGradient(TransformVectors.six(scratch + v * 6 * 16, 16))
      body(v, a)
      body(3 + v, b)
      body(6 + v, c)
    }
  }
}

// MARK: - Vectors at equal distances

/// A few vectors that lie `stride` floats apart.
enum TransformVectors {
  typealias V = SIMD16<Float>

  @inline(__always)
  static func three(_ p: UnsafePointer<Float>, _ stride: Int) -> (V, V, V) {
    (p.vector(0, V.self), p.vector(stride, V.self), p.vector(2 * stride, V.self))
  }

  @inline(__always)
  static func four(_ p: UnsafePointer<Float>, _ stride: Int) -> (V, V, V, V) {
    let (a, b, c) = three(p, stride)
    return (a, b, c, p.vector(3 * stride, V.self))
  }

  @inline(__always)
  static func five(_ p: UnsafePointer<Float>, _ stride: Int) -> (V, V, V, V, V) {
    let (a, b, c, d) = four(p, stride)
    return (a, b, c, d, p.vector(4 * stride, V.self))
  }

  @inline(__always)
  static func six(_ p: UnsafePointer<Float>, _ stride: Int) -> (V, V, V, V, V, V) {
    let (a, b, c, d, e) = five(p, stride)
    return (a, b, c, d, e, p.vector(5 * stride, V.self))
  }

  @inline(__always)
  static func store(_ values: (V, V, V, V), at p: UnsafeMutablePointer<Float>, _ stride: Int) {
    p.store(values.0, at: 0)
    p.store(values.1, at: stride)
    p.store(values.2, at: 2 * stride)
    p.store(values.3, at: 3 * stride)
  }

  @inline(__always)
  static func store(_ values: (V, V, V, V, V), at p: UnsafeMutablePointer<Float>, _ stride: Int) {
    store((values.0, values.1, values.2, values.3), at: p, stride)
    p.store(values.4, at: 4 * stride)
  }

  @inline(__always)
  static func store(_ values: (V, V, V, V, V, V), at p: UnsafeMutablePointer<Float>, _ stride: Int) {
    store((values.0, values.1, values.2, values.3, values.4), at: p, stride)
    p.store(values.5, at: 5 * stride)
  }
}

extension SIMD16<Float> {
  /// self + other · factor, rounded once.
  @inline(__always)
  func adding(_ other: Self, times factor: Float) -> Self { addingProduct(Self(repeating: factor), other) }
}
