import Tensors

// The filter gradient of a pooled 3 x 3 convolution of few channels, such as a network's first. The vectors run along the
// filters; nine sums, one a tap, stay in registers while all windows of a band go by. In each window the gradient is split by
// its winner into four vectors that are zero elsewhere.

extension Convolution {
  private typealias V = SIMD8<Float>

  /// Whether `narrowGradients` serves where no input gradient is wanted.
  var isNarrow: Bool {
    let g = geometry
    return isPooled && gradientMethod == .banded && g.filters % 8 == 0
      && (g.kernelHeight, g.kernelWidth, g.strideHeight, g.strideWidth) == (3, 3, 1, 1)
  }

  func narrowGradients(_ job: GradientJob, _ band: BandPlan.Band) {
    guard let partial = job.partial, let winners = job.winners else { return }
    let copies = job.scratch + gradientPlan.placesPerBand * paddedFilters
    let source = gradientPlan.source(job.input, band, buffer: copies)
    let windows = gradientPlan.places(band) / 4
    let first = gradientPlan.firstPlace(band) / 4 * geometry.filters
    for f in stride(from: 0, to: geometry.filters, by: 8) {
      let window = NarrowWindows(
        output: epilogue == .relu ? job.output + first + f : nil, gradient: job.outputGradient + first + f,
        winners: winners + first + f, stride: geometry.filters)
      for c in 0..<geometry.channels { addTaps(window, windows, source + c, partial + c * paddedFilters + f) }
      addBiases(window, windows, partial + geometry.patchCount * paddedFilters + f)
    }
  }

  /// target[tap] += Σ over windows of source · gradient, for one channel and eight filters
  private func addTaps(
    _ values: NarrowWindows, _ windows: Int, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    let zero = V(repeating: 0)
    var (s0, s1, s2, s3, s4, s5, s6, s7, s8) = (zero, zero, zero, zero, zero, zero, zero, zero, zero)
    let (columns, right, below) = (outputWidth, geometry.channels, gradientPlan.rowStride)
    for row in 0..<windows / columns {
      for column in 0..<columns {
        let g = values.split(row * columns + column)
        let corner = source + Int(gradientPlan.offsets[4 * row * columns + 2 * column])
        let (p0, p1) = (corner, corner + below)
        let (p2, p3) = (corner + 2 * below, corner + 3 * below)
        s0 = sum(s0, g, p0[0], p0[right], p1[0], p1[right])
        s1 = sum(s1, g, p0[right], p0[2 * right], p1[right], p1[2 * right])
        s2 = sum(s2, g, p0[2 * right], p0[3 * right], p1[2 * right], p1[3 * right])
        s3 = sum(s3, g, p1[0], p1[right], p2[0], p2[right])
        s4 = sum(s4, g, p1[right], p1[2 * right], p2[right], p2[2 * right])
        s5 = sum(s5, g, p1[2 * right], p1[3 * right], p2[2 * right], p2[3 * right])
        s6 = sum(s6, g, p2[0], p2[right], p3[0], p3[right])
        s7 = sum(s7, g, p2[right], p2[2 * right], p3[right], p3[2 * right])
        s8 = sum(s8, g, p2[2 * right], p2[3 * right], p3[2 * right], p3[3 * right])
      }
    }
    let tap = geometry.channels * paddedFilters
    target.add(s0, at: 0, count: 8)
    target.add(s1, at: tap, count: 8)
    target.add(s2, at: 2 * tap, count: 8)
    target.add(s3, at: 3 * tap, count: 8)
    target.add(s4, at: 4 * tap, count: 8)
    target.add(s5, at: 5 * tap, count: 8)
    target.add(s6, at: 6 * tap, count: 8)
    target.add(s7, at: 7 * tap, count: 8)
    target.add(s8, at: 8 * tap, count: 8)
  }

  @inline(__always)
  private func sum(_ start: V, _ g: (V, V, V, V), _ a: Float, _ b: Float, _ c: Float, _ d: Float) -> V {
    start.addingProduct(V(repeating: a), g.0).addingProduct(V(repeating: b), g.1)
      .addingProduct(V(repeating: c), g.2).addingProduct(V(repeating: d), g.3)
  }

  private func addBiases(_ values: NarrowWindows, _ windows: Int, _ target: UnsafeMutablePointer<Float>) {
    var sum = V(repeating: 0)
    for window in 0..<windows { sum += values.delta(window) }
    target.add(sum, at: 0, count: 8)
  }
}

/// Eight filters' gradients of the windows of a band.
private struct NarrowWindows {
  /// The layer's output if ReLU cut it.
  let output: UnsafePointer<Float>?
  let gradient: UnsafePointer<Float>
  let winners: UnsafePointer<UInt8>
  /// Floats from one window to the next.
  let stride: Int

  /// The gradient by the maximum before ReLU.
  @inline(__always)
  func delta(_ window: Int) -> SIMD8<Float> {
    let delta = gradient.vector(window * stride, SIMD8<Float>.self)
    guard let output else { return delta }
    return delta.kept(wherePositive: output.vector(window * stride, SIMD8<Float>.self))
  }

  /// The gradient by each of the four places.
  @inline(__always)
  func split(_ window: Int) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
    let delta = delta(window)
    let bytes = UnsafeRawPointer(winners + window * stride).loadUnaligned(as: SIMD8<UInt8>.self)
    let places = SIMD8<Int32>(truncatingIfNeeded: bytes)
    // All bits of a lane or none. Masks made by comparing integers would go lane by lane.
    let zero = SIMD8<Int32>(repeating: 0)
    let (isLower, isRight) = (zero &- (places &>> 1), zero &- (places & 1))
    let bits = unsafeBitCast(delta, to: SIMD8<Int32>.self)
    let (upper, lower) = (bits & ~isLower, bits & isLower)
    return (floats(upper & ~isRight), floats(upper & isRight), floats(lower & ~isRight), floats(lower & isRight))
  }

  @inline(__always)
  private func floats(_ bits: SIMD8<Int32>) -> SIMD8<Float> { unsafeBitCast(bits, to: SIMD8<Float>.self) }
}
