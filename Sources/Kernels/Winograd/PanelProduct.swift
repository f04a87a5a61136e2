/// Products of matrices that are cut into panels of sixteen columns, each row of a panel one vector: [columns/16, rows, 16].
///
/// Every sum is one chain of fused multiply-adds in the order of its terms, so the size of the tiles changes no bit.
enum PanelProduct {
  typealias V = SIMD16<Float>

  // MARK: - Rows times columns

  /// c[row, 0..<16] = Σ a[row, k] · b[k, 0..<16]
  ///
  /// - Parameters:
  ///   - a: panels of `rows` rows, `panelStride` floats apart.
  ///   - b: one panel of 16 · `depth` rows.
  ///   - depth: panels of a.
  @inline(__always)
  static func multiply(
    _ a: UnsafePointer<Float>, panelStride: Int, depth: Int, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, rows: Int
  ) {
    var row = 0
    if SixSums.haveRoomForTwo {
      while row + 12 <= rows {
        twelve(a + row * 16, panelStride, depth, b, c + row * 16)
        row += 12
      }
    }
    while row < rows, rows >= 6 {
      let first = min(row, rows - 6)
      six(a + first * 16, panelStride, depth, b, c + first * 16)
      row += 6
    }
    while row < rows {
      one(a + row * 16, panelStride, depth, b, c + row * 16)
      row += 1
    }
  }

  @inline(__always)
  private static func six(
    _ a: UnsafePointer<Float>, _ panelStride: Int, _ depth: Int, _ b: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>
  ) {
    var s = SixSums()
    var w = b
    for panel in 0..<depth {
      let p = a + panel * panelStride
      for k in 0..<16 {
        s.add(p + k, stride: 16, w.vector(0, V.self))
        w += 16
      }
    }
    s.store(at: c, stride: 16)
  }

  @inline(__always)
  private static func twelve(
    _ a: UnsafePointer<Float>, _ panelStride: Int, _ depth: Int, _ b: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>
  ) {
    var (s, t) = (SixSums(), SixSums())
    var w = b
    for panel in 0..<depth {
      let p = a + panel * panelStride
      for k in 0..<16 {
        let factor = w.vector(0, V.self)
        s.add(p + k, stride: 16, factor)
        t.add(p + k + 6 * 16, stride: 16, factor)
        w += 16
      }
    }
    s.store(at: c, stride: 16)
    t.store(at: c + 6 * 16, stride: 16)
  }

  @inline(__always)
  private static func one(
    _ a: UnsafePointer<Float>, _ panelStride: Int, _ depth: Int, _ b: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>
  ) {
    var sum = V(repeating: 0)
    for panel in 0..<depth {
      for k in 0..<16 {
        sum = sum.addingProduct(V(repeating: a[panel * panelStride + k]), b.vector((panel * 16 + k) * 16, V.self))
      }
    }
    c.store(sum, at: 0)
  }

  // MARK: - Columns times columns

  /// c[i, 0..<16] += Σ a[row, i] · b[row, 0..<16] of two panels whose rows lie `stride` floats apart.
  @inline(__always)
  static func addTransposed(
    _ a: UnsafePointer<Float>, stride strideA: Int = 16, _ b: UnsafePointer<Float>, stride strideB: Int = 16,
    into c: UnsafeMutablePointer<Float>, rows: Int
  ) {
    if SixSums.haveRoomForTwo {
      addEight(a, strideA, b, strideB, c, rows)
      addEight(a + 8, strideA, b, strideB, c + 8 * 16, rows)
    } else {
      addSix(a, strideA, b, strideB, c, rows)
      addSix(a + 6, strideA, b, strideB, c + 6 * 16, rows)
      addFour(a + 12, strideA, b, strideB, c + 12 * 16, rows)
    }
  }

  @inline(__always)
  private static func addFour(
    _ a: UnsafePointer<Float>, _ strideA: Int, _ b: UnsafePointer<Float>, _ strideB: Int,
    _ c: UnsafeMutablePointer<Float>, _ rows: Int
  ) {
    var s = FourSums()
    for row in 0..<rows { s.add(a + row * strideA, b.vector(row * strideB, V.self)) }
    s.add(to: c)
  }

  @inline(__always)
  private static func addSix(
    _ a: UnsafePointer<Float>, _ strideA: Int, _ b: UnsafePointer<Float>, _ strideB: Int,
    _ c: UnsafeMutablePointer<Float>, _ rows: Int
  ) {
    var s = SixSums()
    for row in 0..<rows { s.add(a + row * strideA, stride: 1, b.vector(row * strideB, V.self)) }
    s.add(to: c, stride: 16)
  }

  @inline(__always)
  private static func addEight(
    _ a: UnsafePointer<Float>, _ strideA: Int, _ b: UnsafePointer<Float>, _ strideB: Int,
    _ c: UnsafeMutablePointer<Float>, _ rows: Int
  ) {
    var (s, t) = (FourSums(), FourSums())
    for row in 0..<rows {
      let factor = b.vector(row * strideB, V.self)
      s.add(a + row * strideA, factor)
      t.add(a + row * strideA + 4, factor)
    }
    s.add(to: c)
    t.add(to: c + 4 * 16)
  }
}

/// Four sums in registers whose left factors lie side by side.
private struct FourSums {
  typealias V = SIMD16<Float>
  var s0 = V(repeating: 0)
  var s1 = V(repeating: 0)
  var s2 = V(repeating: 0)
  var s3 = V(repeating: 0)

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, _ b: V) {
    s0 = s0.addingProduct(V(repeating: a[0]), b)
    s1 = s1.addingProduct(V(repeating: a[1]), b)
    s2 = s2.addingProduct(V(repeating: a[2]), b)
    s3 = s3.addingProduct(V(repeating: a[3]), b)
  }

  @inline(__always)
  func add(to c: UnsafeMutablePointer<Float>) {
    c.add(s0, at: 0, count: 16)
    c.add(s1, at: 16, count: 16)
    c.add(s2, at: 32, count: 16)
    c.add(s3, at: 48, count: 16)
  }
}
