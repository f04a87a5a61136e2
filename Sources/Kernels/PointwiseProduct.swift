/// The product of rows of channels that lie in a cache with filters of 1 x 1, bias and ReLU included.
///
/// y[p, f] = b[f] + Σ x[p, c] · w[c, f]
/// ## Shapes
/// x [places, channels], w packed by `FilterPacking.packForward`, y [places, filters]
///
/// Filters are taken by sixteen, and channels by as many as leave a block of filters half of the first-level cache. Every sum is one
/// chain of fused multiply-adds in the order of the channels, so how they are cut changes no bit.
struct PointwiseProduct {
  private typealias V = SIMD16<Float>
  private typealias Row = UnsafePointer<Float>
  private typealias SixRows = (Row, Row, Row, Row, Row, Row)

  let channels: Int
  let filters: Int
  let isRectified: Bool
  let packed: UnsafePointer<Float>

  private static var channelsAtOnce: Int { 256 }
  private var blocks: Int { FilterPacking.padded(filters, V.scalarCount) / V.scalarCount }

  func multiply(_ x: UnsafePointer<Float>, places: Int, into y: UnsafeMutablePointer<Float>) {
    for first in stride(from: 0, to: channels, by: Self.channelsAtOnce) {
      let part = Part(channels: first..<min(first + Self.channelsAtOnce, channels), of: channels)
      for block in 0..<blocks { multiply(x, part, block, places, y) }
    }
  }

  /// Channels that are summed at once.
  private struct Part {
    let first: Int
    let count: Int
    let isFirst, isLast: Bool

    init(channels: Range<Int>, of all: Int) {
      (first, count) = (channels.lowerBound, channels.count)
      (isFirst, isLast) = (channels.lowerBound == 0, channels.upperBound == all)
    }
  }

  /// One block of filters at all places, six at a time.
  @inline(__always)
  private func multiply(
    _ x: UnsafePointer<Float>, _ part: Part, _ block: Int, _ places: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    let weights = packed + (block * channels + part.first) * V.scalarCount
    let bias = packed.vector((blocks * channels + block) * V.scalarCount, V.self)
    let length = min(V.scalarCount, filters - block * V.scalarCount)
    let target = y + block * V.scalarCount
    let begin = { (place: Int) in
      part.isFirst ? bias : UnsafePointer(target).vector(place * filters, count: length)
    }
    let put = { (sum: V, place: Int) in
      target.store(part.isLast && isRectified ? sum.rectified : sum, at: place * filters, count: length)
    }
    for first in stride(from: 0, to: places, by: 6) {
      // Where fewer than six are left, the last stands for the missing ones too.
      let count = min(places - first, 6)
      let place = { (index: Int) in first + min(index, count - 1) }
      let row = { (index: Int) in x + place(index) * channels + part.first }
      var sums = (begin(place(0)), begin(place(1)), begin(place(2)), begin(place(3)), begin(place(4)), begin(place(5)))
      add((row(0), row(1), row(2), row(3), row(4), row(5)), weights, part.count, to: &sums)
      put(sums.0, place(0))
      if count > 1 { put(sums.1, place(1)) }
      if count > 2 { put(sums.2, place(2)) }
      if count > 3 { put(sums.3, place(3)) }
      if count > 4 { put(sums.4, place(4)) }
      if count > 5 { put(sums.5, place(5)) }
    }
  }

  /// Six places at once: with two registers each, twelve independent sums hide the multiply-adds' latency.
  @inline(__always)
  private func add(
    _ rows: SixRows, _ weights: UnsafePointer<Float>, _ count: Int, to sums: inout (V, V, V, V, V, V)
  ) {
    var (s0, s1, s2, s3, s4, s5) = sums
    let (p0, p1, p2, p3, p4, p5) = rows
    var w = weights
    for k in 0..<count {
      let b = w.vector(0, V.self)
      s0 = s0.addingProduct(V(repeating: p0[k]), b)
      s1 = s1.addingProduct(V(repeating: p1[k]), b)
      s2 = s2.addingProduct(V(repeating: p2[k]), b)
      s3 = s3.addingProduct(V(repeating: p3[k]), b)
      s4 = s4.addingProduct(V(repeating: p4[k]), b)
      s5 = s5.addingProduct(V(repeating: p5[k]), b)
      w += V.scalarCount
    }
    sums = (s0, s1, s2, s3, s4, s5)
  }
}
