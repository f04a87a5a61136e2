import CBLAS

/// Six sums of sixteen floats in registers: with two registers each, twelve independent sums hide the multiply-adds' latency.
struct SixSums {
  typealias V = SIMD16<Float>
  private var s0, s1, s2, s3, s4, s5: V

  /// Whether the processor has 32 vector registers of sixteen floats, so that twice six sums stay in them beside a factor.
  @inline(__always)
  static var haveRoomForTwo: Bool { QUIRE_VECTOR_REGISTERS == 32 }

  /// Begins with zeros.
  @inline(__always)
  init() { self.init(repeating: V(repeating: 0)) }

  /// Begins with the same value six times.
  @inline(__always)
  init(repeating value: V) { (s0, s1, s2, s3, s4, s5) = (value, value, value, value, value, value) }

  /// Goes on with the first `count` lanes of values that lie `stride` floats apart.
  @inline(__always)
  init(at c: UnsafePointer<Float>, stride: Int, count: Int = 16) {
    s0 = c.vector(0, count: count)
    s1 = c.vector(stride, count: count)
    s2 = c.vector(2 * stride, count: count)
    s3 = c.vector(3 * stride, count: count)
    s4 = c.vector(4 * stride, count: count)
    s5 = c.vector(5 * stride, count: count)
  }

  /// Adds products with left factors that lie `stride` floats apart.
  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, stride: Int, _ b: V) {
    s0 = s0.addingProduct(V(repeating: a[0]), b)
    s1 = s1.addingProduct(V(repeating: a[stride]), b)
    s2 = s2.addingProduct(V(repeating: a[2 * stride]), b)
    s3 = s3.addingProduct(V(repeating: a[3 * stride]), b)
    s4 = s4.addingProduct(V(repeating: a[4 * stride]), b)
    s5 = s5.addingProduct(V(repeating: a[5 * stride]), b)
  }

  /// max(x, 0) of each.
  @inline(__always)
  mutating func rectify() {
    (s0, s1, s2) = (s0.rectified, s1.rectified, s2.rectified)
    (s3, s4, s5) = (s3.rectified, s4.rectified, s5.rectified)
  }

  /// Writes the first `count` lanes of each, `stride` floats apart.
  @inline(__always)
  func store(at c: UnsafeMutablePointer<Float>, stride: Int, count: Int = 16) {
    c.store(s0, at: 0, count: count)
    c.store(s1, at: stride, count: count)
    c.store(s2, at: 2 * stride, count: count)
    c.store(s3, at: 3 * stride, count: count)
    c.store(s4, at: 4 * stride, count: count)
    c.store(s5, at: 5 * stride, count: count)
  }

  /// Adds the first `count` lanes of each to values that lie `stride` floats apart.
  @inline(__always)
  func add(to c: UnsafeMutablePointer<Float>, stride: Int, count: Int = 16) {
    c.add(s0, at: 0, count: count)
    c.add(s1, at: stride, count: count)
    c.add(s2, at: 2 * stride, count: count)
    c.add(s3, at: 3 * stride, count: count)
    c.add(s4, at: 4 * stride, count: count)
    c.add(s5, at: 5 * stride, count: count)
  }
}
