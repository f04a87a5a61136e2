/// For each filter the places of a band that have a gradient: where their patch begins, and the gradient.
struct WinnerList {
  private typealias V = SIMD16<Float>

  /// A segment of the patch must be a multiple of this.
  static var lanes: Int { V.scalarCount }

  let capacity: Int
  let values: UnsafeMutablePointer<Float>
  let offsets: UnsafeMutablePointer<Int32>
  let counts: UnsafeMutablePointer<Int32>

  init(scratch: UnsafeMutablePointer<Float>, filters: Int, capacity: Int) {
    self.capacity = capacity
    values = scratch
    let integers = UnsafeMutableRawPointer(scratch + filters * capacity)
    offsets = integers.assumingMemoryBound(to: Int32.self)
    counts = offsets + filters * capacity
  }

  func entries(_ f: Int) -> Range<Int> { f * capacity..<f * capacity + Int(counts[f]) }

  /// target[0..<96] += Σ value · row[offset...]
  @inline(__always)
  func gatherSix(_ f: Int, _ row: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    var s0 = target.vector(0, V.self)
    var s1 = target.vector(16, V.self)
    var s2 = target.vector(32, V.self)
    var s3 = target.vector(48, V.self)
    var s4 = target.vector(64, V.self)
    var s5 = target.vector(80, V.self)
    for entry in entries(f) {
      let value = V(repeating: values[entry])
      let p = row + Int(offsets[entry])
      s0 = s0.addingProduct(value, p.vector(0, V.self))
      s1 = s1.addingProduct(value, p.vector(16, V.self))
      s2 = s2.addingProduct(value, p.vector(32, V.self))
      s3 = s3.addingProduct(value, p.vector(48, V.self))
      s4 = s4.addingProduct(value, p.vector(64, V.self))
      s5 = s5.addingProduct(value, p.vector(80, V.self))
    }
    target.store(s0, at: 0)
    target.store(s1, at: 16)
    target.store(s2, at: 32)
    target.store(s3, at: 48)
    target.store(s4, at: 64)
    target.store(s5, at: 80)
  }

  @inline(__always)
  func gatherTwo(_ f: Int, _ row: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    var s0 = target.vector(0, V.self)
    var s1 = target.vector(16, V.self)
    for entry in entries(f) {
      let value = V(repeating: values[entry])
      let p = row + Int(offsets[entry])
      s0 = s0.addingProduct(value, p.vector(0, V.self))
      s1 = s1.addingProduct(value, p.vector(16, V.self))
    }
    target.store(s0, at: 0)
    target.store(s1, at: 16)
  }

  @inline(__always)
  func gatherOne(_ f: Int, _ row: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
    var sum = target.vector(0, V.self)
    for entry in entries(f) {
      sum = sum.addingProduct(V(repeating: values[entry]), (row + Int(offsets[entry])).vector(0, V.self))
    }
    target.store(sum, at: 0)
  }

  /// row[offset...] += value · weights[0..<96] for each entry
  @inline(__always)
  func scatterSix(_ f: Int, _ weights: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>) {
    let w0 = weights.vector(0, V.self)
    let w1 = weights.vector(16, V.self)
    let w2 = weights.vector(32, V.self)
    let w3 = weights.vector(48, V.self)
    let w4 = weights.vector(64, V.self)
    let w5 = weights.vector(80, V.self)
    for entry in entries(f) {
      let value = V(repeating: values[entry])
      let p = row + Int(offsets[entry])
      p.store(p.vector(0, V.self).addingProduct(value, w0), at: 0)
      p.store(p.vector(16, V.self).addingProduct(value, w1), at: 16)
      p.store(p.vector(32, V.self).addingProduct(value, w2), at: 32)
      p.store(p.vector(48, V.self).addingProduct(value, w3), at: 48)
      p.store(p.vector(64, V.self).addingProduct(value, w4), at: 64)
      p.store(p.vector(80, V.self).addingProduct(value, w5), at: 80)
    }
  }

  @inline(__always)
  func scatterTwo(_ f: Int, _ weights: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>) {
    let w0 = weights.vector(0, V.self)
    let w1 = weights.vector(16, V.self)
    for entry in entries(f) {
      let value = V(repeating: values[entry])
      let p = row + Int(offsets[entry])
      p.store(p.vector(0, V.self).addingProduct(value, w0), at: 0)
      p.store(p.vector(16, V.self).addingProduct(value, w1), at: 16)
    }
  }

  @inline(__always)
  func scatterOne(_ f: Int, _ weights: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>) {
    let w = weights.vector(0, V.self)
    for entry in entries(f) {
      let p = row + Int(offsets[entry])
      p.store(p.vector(0, V.self).addingProduct(V(repeating: values[entry]), w), at: 0)
    }
  }
}
