import Tensors

/// Sums, maxima and checks over buffers.
package enum Reduction {
  /// The sum of the elements, added one after another in Double.
  package static func sum(_ values: UnsafePointer<Float>, count: Int) -> Float {
    var sum: Double = 0
    for i in 0..<count { sum += Double(values[i]) }
    return Float(sum)
  }

  /// Whether no element is infinite or NaN: x · 0 is 0 for all others.
  package static func isFinite(_ values: UnsafePointer<Float>, count: Int) -> Bool {
    var sums = SIMD16<Float>(repeating: 0)
    var start = 0
    while start < count {
      sums += values.vector(start, count: min(count - start, 16)) * 0
      start += 16
    }
    return sums.sum() == 0
  }

  /// `target += source`: where two paths meet in the graph.
  package static func add(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
    Elementwise.forEach(count) { start, length in
      let sum = target.vector(start, count: length) + source.vector(start, count: length)
      target.store(sum, at: start, count: length)
    }
  }

  /// `target = left + right`
  package static func add(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    Elementwise.forEach(count) { start, length in
      target.store(left.vector(start, count: length) + right.vector(start, count: length), at: start, count: length)
    }
  }

  /// `target += source` on the calling thread.
  static func addRun(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
    var start = 0
    while start < count {
      let length = min(count - start, 16)
      let sum = target.vector(start, count: length) + source.vector(start, count: length)
      target.store(sum, at: start, count: length)
      start += 16
    }
  }
}
