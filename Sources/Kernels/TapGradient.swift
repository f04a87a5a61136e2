/// The gradient by a depthwise filter: for each tap the sum of source times gradient over the places where it lies inside.
struct TapGradient {
  private typealias V = SIMD16<Float>

  /// How outputs see inputs.
  let rows: TapAxis
  let columns: TapAxis
  let channels: Int
  let kernelHeight: Int
  let kernelWidth: Int
  /// Where the map's first row and the gradient's lie, or would lie if only rows that are seen are in memory.
  let source: UnsafePointer<Float>
  let gradient: UnsafePointer<Float>

  /// Adds what some output rows give: [kernelHeight, kernelWidth, channels].
  func addFilterGradient(_ range: Range<Int>, to sums: UnsafeMutablePointer<Float>) {
    ChannelBlocks.forEach(channels) { c, count in
      // The last block may overlap the one before: lanes that were added already are left out.
      let block = Block(first: c, count: count, fresh: (c + 15) / 16 * 16 - c)
      for i in range { add(row: i, block, to: sums + c) }
    }
  }

  private struct Block {
    let first: Int
    let count: Int
    /// The first lane that no other block has.
    let fresh: Int
  }

  @inline(__always)
  private func add(row i: Int, _ block: Block, to sums: UnsafeMutablePointer<Float>) {
    let interior = columns.interior(0)
    let isNine = kernelHeight == 3 && kernelWidth == 3 && rows.interior(0).contains(i) && !interior.isEmpty
    if isNine { addNine(i, interior, block, to: sums) }
    for tap in rows.phases[0] {
      let row = i * rows.sourceStride + tap.offset
      guard row >= 0, row < rows.source else { continue }
      for (v, column) in columns.phases[0].enumerated() {
        let target = sums + (tap.index * kernelWidth + v) * channels
        let seen = columns.targets(of: column)
        if isNine {
          add(i, row, seen.lowerBound..<interior.lowerBound, column, block, to: target)
          add(i, row, interior.upperBound..<seen.upperBound, column, block, to: target)
        } else {
          add(i, row, seen, column, block, to: target)
        }
      }
    }
  }

  /// The nine taps of a 3 x 3 filter over places where all lie inside; eight channels at a time, since nine sums of sixteen do not
  /// fit into sixteen registers.
  @inline(__always)
  private func addNine(_ i: Int, _ places: Range<Int>, _ block: Block, to sums: UnsafeMutablePointer<Float>) {
    guard block.count == V.scalarCount else {
      return addNine(i, places, block.first, { $0.vector($1, count: block.count) }) { sum, tap in
        put(sum, block, sums + tap * channels)
      }
    }
    for half in [0, 8] {
      addNine(i, places, block.first + half, { $0.vector($1, SIMD8<Float>.self) }) { sum, tap in
        let target = sums + tap * channels + half
        for lane in min(max(block.fresh - half, 0), 8)..<8 { target[lane] += sum[lane] }
      }
    }
  }

  /// Sums the nine taps over as many channels as a vector has, from `channel` on.
  @inline(__always)
  private func addNine<W: SIMD>(
    _ i: Int, _ places: Range<Int>, _ channel: Int, _ load: (UnsafePointer<Float>, Int) -> W,
    _ put: (_ sum: W, _ tap: Int) -> Void
  ) where W.Scalar == Float {
    let step = columns.sourceStride * channels
    let right = (columns.phases[0][1].offset - columns.phases[0][0].offset) * channels
    let below = (rows.phases[0][1].offset - rows.phases[0][0].offset) * columns.source * channels
    let row = i * rows.sourceStride + rows.phases[0][0].offset
    var x = source + (row * columns.source + columns.phases[0][0].offset) * channels + channel
    x += places.lowerBound * step
    var d = gradient + (i * columns.target + places.lowerBound) * channels + channel
    let zero = W(repeating: 0)
    var (a0, a1, a2, b0, b1, b2, c0, c1, c2) = (zero, zero, zero, zero, zero, zero, zero, zero, zero)
    for _ in places {
      let value = load(d, 0)
      a0 = a0.addingProduct(value, load(x, 0))
      a1 = a1.addingProduct(value, load(x, right))
      a2 = a2.addingProduct(value, load(x, 2 * right))
      b0 = b0.addingProduct(value, load(x, below))
      b1 = b1.addingProduct(value, load(x, below + right))
      b2 = b2.addingProduct(value, load(x, below + 2 * right))
      c0 = c0.addingProduct(value, load(x, 2 * below))
      c1 = c1.addingProduct(value, load(x, 2 * below + right))
      c2 = c2.addingProduct(value, load(x, 2 * below + 2 * right))
      x += step
      d += channels
    }
    put(a0, 0)
    put(a1, 1)
    put(a2, 2)
    put(b0, 3)
    put(b1, 4)
    put(b2, 5)
    put(c0, 6)
    put(c1, 7)
    put(c2, 8)
  }

  /// One tap over a run of places: four sums side by side, so that an addition need not wait for the one before.
  @inline(__always)
  private func add(
    _ i: Int, _ row: Int, _ places: Range<Int>, _ tap: TapAxis.Tap, _ block: Block,
    to sums: UnsafeMutablePointer<Float>
  ) {
    guard !places.isEmpty else { return }
    let step = columns.sourceStride * channels
    let column = places.lowerBound * columns.sourceStride + tap.offset
    let x = source + (row * columns.source + column) * channels + block.first
    let d = gradient + (i * columns.target + places.lowerBound) * channels + block.first
    let (n, zero) = (block.count, V(repeating: 0))
    var (s0, s1, s2, s3) = (zero, zero, zero, zero)
    var k = 0
    while k + 4 <= places.count {
      s0 = s0.addingProduct(d.vector(k * channels, count: n), x.vector(k * step, count: n))
      s1 = s1.addingProduct(d.vector((k + 1) * channels, count: n), x.vector((k + 1) * step, count: n))
      s2 = s2.addingProduct(d.vector((k + 2) * channels, count: n), x.vector((k + 2) * step, count: n))
      s3 = s3.addingProduct(d.vector((k + 3) * channels, count: n), x.vector((k + 3) * step, count: n))
      k += 4
    }
    for k in k..<places.count {
      s0 = s0.addingProduct(d.vector(k * channels, count: n), x.vector(k * step, count: n))
    }
    put((s0 + s1) + (s2 + s3), block, sums)
  }

  @inline(__always)
  private func put(_ sum: V, _ block: Block, _ target: UnsafeMutablePointer<Float>) {
    if block.fresh == 0 { return target.add(sum, at: 0, count: block.count) }
    for lane in block.fresh..<block.count { target[lane] += sum[lane] }
  }

  /// Adds the gradients of some output rows: [channels].
  func addBiasGradient(_ range: Range<Int>, to sums: UnsafeMutablePointer<Float>) {
    let rowCount = columns.target * channels
    for i in range {
      ChannelBlocks.forEach(channels) { c, count in
        let block = Block(first: c, count: count, fresh: (c + 15) / 16 * 16 - c)
        var sum = V(repeating: 0)
        for j in 0..<columns.target { sum += gradient.vector(i * rowCount + j * channels + c, count: count) }
        put(sum, block, sums + c)
      }
    }
  }
}
