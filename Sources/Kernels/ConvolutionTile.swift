/// Sums of a few output places for one block of filters: the innermost loops of the forward pass.
///
/// A patch's row (its columns and channels) lies together in memory, so a sum is `rows` dot products of `length` elements.
/// Every sum is one chain of fused multiply-adds in the order of the patch, starting from the bias.
struct ConvolutionTile<V: FloatVector> {
  /// Rows of the filter, elements of each, and floats from one row of the source to the next.
  let rows: Int
  let length: Int
  let rowStride: Int

  /// Six places at once: with two registers each, twelve independent sums hide the multiply-adds' latency.
  @inline(__always)
  func six(
    _ source: UnsafePointer<Float>, _ offsets: UnsafePointer<Int32>, _ filter: UnsafePointer<Float>, bias: V
  ) -> (V, V, V, V, V, V) {
    var (s0, s1, s2, s3, s4, s5) = (bias, bias, bias, bias, bias, bias)
    var w = filter
    for u in 0..<rows {
      let row = source + u * rowStride
      let (p0, p1, p2) = (row + Int(offsets[0]), row + Int(offsets[1]), row + Int(offsets[2]))
      let (p3, p4, p5) = (row + Int(offsets[3]), row + Int(offsets[4]), row + Int(offsets[5]))
      for k in 0..<length {
        let b = w.vector(0, V.self)
        s0 = s0.addingProduct(V(repeating: p0[k]), b)
        s1 = s1.addingProduct(V(repeating: p1[k]), b)
        s2 = s2.addingProduct(V(repeating: p2[k]), b)
        s3 = s3.addingProduct(V(repeating: p3[k]), b)
        s4 = s4.addingProduct(V(repeating: p4[k]), b)
        s5 = s5.addingProduct(V(repeating: p5[k]), b)
        w += V.scalarCount
      }
    }
    return (s0, s1, s2, s3, s4, s5)
  }

  /// The four places of a 2 x 2 window whose neighbours lie `right` and `below` apart.
  @inline(__always)
  func window(
    _ source: UnsafePointer<Float>, right: Int, below: Int, _ filter: UnsafePointer<Float>, bias: V
  ) -> (V, V, V, V) {
    var (s0, s1, s2, s3) = (bias, bias, bias, bias)
    var w = filter
    for u in 0..<rows {
      let p0 = source + u * rowStride
      let (p1, p2, p3) = (p0 + right, p0 + below, p0 + below + right)
      for k in 0..<length {
        let b = w.vector(0, V.self)
        s0 = s0.addingProduct(V(repeating: p0[k]), b)
        s1 = s1.addingProduct(V(repeating: p1[k]), b)
        s2 = s2.addingProduct(V(repeating: p2[k]), b)
        s3 = s3.addingProduct(V(repeating: p3[k]), b)
        w += V.scalarCount
      }
    }
    return (s0, s1, s2, s3)
  }

  /// One place.
  @inline(__always)
  func one(_ source: UnsafePointer<Float>, _ filter: UnsafePointer<Float>, bias: V) -> V {
    var sum = bias
    for u in 0..<rows {
      let p = source + u * rowStride
      let w = filter + u * length * V.scalarCount
      for k in 0..<length {
        sum = sum.addingProduct(V(repeating: p[k]), w.vector(k * V.scalarCount, V.self))
      }
    }
    return sum
  }
}
