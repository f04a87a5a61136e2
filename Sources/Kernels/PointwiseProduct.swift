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

  let channels: Int
  let filters: Int
  let isRectified: Bool
  let packed: UnsafePointer<Float>

  private static var channelsAtOnce: Int { 256 }

  /// Places of so many floats: whole groups of six, and one group at least.
  static func places(floats: Int, channels: Int) -> Int { max(floats / channels / 6, 1) * 6 }

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

  /// One block of filters at all places, six at a time, and what is left by three and one.
  @inline(__always)
  private func multiply(
    _ x: UnsafePointer<Float>, _ part: Part, _ block: Int, _ places: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    let weights = packed + (block * channels + part.first) * V.scalarCount
    let bias = packed.vector((blocks * channels + block) * V.scalarCount, V.self)
    let length = min(V.scalarCount, filters - block * V.scalarCount)
    let (source, target) = (x + part.first, y + block * V.scalarCount)
    var first = 0
    while first + 6 <= places {
      if length == V.scalarCount {
        six(source + first * channels, part, weights, bias, target + first * filters, V.scalarCount)
      } else {
        six(source + first * channels, part, weights, bias, target + first * filters, length)
      }
      first += 6
    }
    if first + 3 <= places {
      three(source + first * channels, part, weights, bias, target + first * filters, length)
      first += 3
    }
    for place in first..<places {
      one(source + place * channels, part, weights, bias, target + place * filters, length)
    }
  }

  /// Six places and `length` filters.
  @inline(__always)
  private func six(
    _ x: UnsafePointer<Float>, _ part: Part, _ weights: UnsafePointer<Float>, _ bias: V,
    _ y: UnsafeMutablePointer<Float>, _ length: Int
  ) {
    var s = begin(part, bias, y, length)
    for k in 0..<part.count { s.add(x + k, stride: channels, weights.vector(k * V.scalarCount, V.self)) }
    end(&s, part, y, length)
  }

  @inline(__always)
  private func begin(_ part: Part, _ bias: V, _ y: UnsafeMutablePointer<Float>, _ length: Int) -> SixSums {
    part.isFirst ? SixSums(repeating: bias) : SixSums(at: y, stride: filters, count: length)
  }

  @inline(__always)
  private func end(_ sums: inout SixSums, _ part: Part, _ y: UnsafeMutablePointer<Float>, _ length: Int) {
    if part.isLast && isRectified { sums.rectify() }
    sums.store(at: y, stride: filters, count: length)
  }

  /// Three places and `length` filters.
  @inline(__always)
  private func three(
    _ x: UnsafePointer<Float>, _ part: Part, _ weights: UnsafePointer<Float>, _ bias: V,
    _ y: UnsafeMutablePointer<Float>, _ length: Int
  ) {
    let begin = { (place: Int) in
      part.isFirst ? bias : UnsafePointer(y).vector(place * filters, count: length)
    }
    var (s0, s1, s2) = (begin(0), begin(1), begin(2))
    for k in 0..<part.count {
      let w = weights.vector(k * V.scalarCount, V.self)
      s0 = s0.addingProduct(V(repeating: x[k]), w)
      s1 = s1.addingProduct(V(repeating: x[k + channels]), w)
      s2 = s2.addingProduct(V(repeating: x[k + 2 * channels]), w)
    }
    let put = { (sum: V, place: Int) in
      y.store(part.isLast && isRectified ? sum.rectified : sum, at: place * filters, count: length)
    }
    put(s0, 0)
    put(s1, 1)
    put(s2, 2)
  }

  /// One place and `length` filters.
  @inline(__always)
  private func one(
    _ x: UnsafePointer<Float>, _ part: Part, _ weights: UnsafePointer<Float>, _ bias: V,
    _ y: UnsafeMutablePointer<Float>, _ length: Int
  ) {
    var sum = part.isFirst ? bias : UnsafePointer(y).vector(0, count: length)
    for k in 0..<part.count {
      sum = sum.addingProduct(V(repeating: x[k]), weights.vector(k * V.scalarCount, V.self))
    }
    y.store(part.isLast && isRectified ? sum.rectified : sum, at: 0, count: length)
  }
}
