/// Slides a filter of its own over each channel of a map.
///
/// target[y,x,c] = b[c] + Σ source[y′,x′,c] · w[u,v,c], over the taps (u, v) and places (y′, x′) that two axes name
struct TapSum {
  private typealias V = SIMD16<Float>

  let rows: TapAxis
  let columns: TapAxis
  let channels: Int
  let kernelWidth: Int
  let filter: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let isRectified: Bool

  /// Places whose sums are computed at once.
  private static var places: Int { 6 }

  /// Computes one row of the target.
  ///
  /// - Parameter source: where the map's first row lies, or would lie if only rows that are seen are in memory.
  func compute(row y: Int, source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    let k = y / rows.targetStride * rows.sourceStride
    rows.phases[y % rows.targetStride].withUnsafeBufferPointer { rowTaps in
      for phase in 0..<min(columns.targetStride, columns.target) {
        columns.phases[phase].withUnsafeBufferPointer { columnTaps in
          let line = Line(source: source, row: k, rowTaps: rowTaps, columnTaps: columnTaps)
          compute(phase, line, target + phase * channels)
        }
      }
    }
  }

  /// What a run of places in a row has in common.
  private struct Line {
    let source: UnsafePointer<Float>
    let row: Int
    let rowTaps: UnsafeBufferPointer<TapAxis.Tap>
    let columnTaps: UnsafeBufferPointer<TapAxis.Tap>
  }

  /// The places of one phase: four or six at a time where every tap is inside (the last of them may overlap those before).
  private func compute(_ phase: Int, _ line: Line, _ target: UnsafeMutablePointer<Float>) {
    let interior = columns.interior(phase)
    let step = columns.targetStride * channels
    let triple = channels >= V.scalarCount && columns.sourceStride == 1 ? Triple(line.columnTaps) : nil
    let places = triple == nil ? 6 : 4
    let isLong = interior.count >= places
    for k in 0..<columns.count(phase) where !isLong || !interior.contains(k) {
      ChannelBlocks.forEach(channels) { c, count in one(line, k, c, count, target + k * step) }
    }
    guard isLong else { return }
    for k in stride(from: interior.lowerBound, to: interior.upperBound, by: places) {
      let first = min(k, interior.upperBound - places)
      if let triple {
        four(line, triple, first, target + first * step)
      } else {
        ChannelBlocks.forEach(channels) { c, count in six(line, first, c, count, target + first * step) }
      }
    }
  }

  /// Three taps of a row that see three neighbours, and the first three of the filter in this order or the other way round.
  private struct Triple {
    /// Where the first of the neighbours lies.
    let offset: Int
    /// The tap that sees it, and the way to the next.
    let tap, step: Int

    /// Nil if the taps are others.
    init?(_ taps: UnsafeBufferPointer<TapAxis.Tap>) {
      guard taps.count == 3, (0..<3).allSatisfy({ taps[$0].index == $0 }) else { return nil }
      step = taps[1].offset - taps[0].offset
      guard abs(step) == 1, taps[2].offset - taps[1].offset == step else { return nil }
      tap = step > 0 ? 0 : 2
      offset = taps[tap].offset
    }
  }

  /// Four places under rows of three taps, of which each value is read once.
  private func four(_ line: Line, _ triple: Triple, _ k: Int, _ target: UnsafeMutablePointer<Float>) {
    for block in stride(from: 0, to: channels, by: V.scalarCount) {
      let c = min(block, channels - V.scalarCount)
      four(line, triple, (k + triple.offset) * channels + c, filter + triple.tap * channels + c, c, target + c)
    }
  }

  @inline(__always)
  private func four(
    _ line: Line, _ triple: Triple, _ first: Int, _ filter: UnsafePointer<Float>, _ c: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let start = bias?.vector(c, V.self) ?? V(repeating: 0)
    var (s0, s1, s2, s3) = (start, start, start, start)
    let step = triple.step * channels
    for rowTap in line.rowTaps {
      let row = line.row + rowTap.offset
      guard row >= 0, row < rows.source else { continue }
      let x = line.source + row * columns.source * channels + first
      let w = filter + rowTap.index * kernelWidth * channels
      let (w0, w1, w2) = (w.vector(0, V.self), w.vector(step, V.self), w.vector(2 * step, V.self))
      let (x0, x1, x2) = (x.vector(0, V.self), x.vector(channels, V.self), x.vector(2 * channels, V.self))
      s0 = s0.addingProduct(w0, x0).addingProduct(w1, x1).addingProduct(w2, x2)
      let x3 = x.vector(3 * channels, V.self)
      s1 = s1.addingProduct(w0, x1).addingProduct(w1, x2).addingProduct(w2, x3)
      let x4 = x.vector(4 * channels, V.self)
      s2 = s2.addingProduct(w0, x2).addingProduct(w1, x3).addingProduct(w2, x4)
      let x5 = x.vector(5 * channels, V.self)
      s3 = s3.addingProduct(w0, x3).addingProduct(w1, x4).addingProduct(w2, x5)
    }
    let out = columns.targetStride * channels
    put(s0, target, 0, V.scalarCount)
    put(s1, target, out, V.scalarCount)
    put(s2, target, 2 * out, V.scalarCount)
    put(s3, target, 3 * out, V.scalarCount)
  }

  @inline(__always)
  private func six(
    _ line: Line, _ k: Int, _ c: Int, _ count: Int, _ target: UnsafeMutablePointer<Float>
  ) {
    let start = bias?.vector(c, count: count) ?? V(repeating: 0)
    var (s0, s1, s2, s3, s4, s5) = (start, start, start, start, start, start)
    let step = columns.sourceStride * channels
    for rowTap in line.rowTaps {
      let row = line.row + rowTap.offset
      guard row >= 0, row < rows.source else { continue }
      let x = line.source + (row * columns.source + k * columns.sourceStride) * channels + c
      let w = filter + rowTap.index * kernelWidth * channels + c
      for tap in line.columnTaps {
        let p = x + tap.offset * channels
        let weight = w.vector(tap.index * channels, count: count)
        s0 = s0.addingProduct(weight, p.vector(0, count: count))
        s1 = s1.addingProduct(weight, p.vector(step, count: count))
        s2 = s2.addingProduct(weight, p.vector(2 * step, count: count))
        s3 = s3.addingProduct(weight, p.vector(3 * step, count: count))
        s4 = s4.addingProduct(weight, p.vector(4 * step, count: count))
        s5 = s5.addingProduct(weight, p.vector(5 * step, count: count))
      }
    }
    let out = columns.targetStride * channels
    put(s0, target, c, count)
    put(s1, target, out + c, count)
    put(s2, target, 2 * out + c, count)
    put(s3, target, 3 * out + c, count)
    put(s4, target, 4 * out + c, count)
    put(s5, target, 5 * out + c, count)
  }

  @inline(__always)
  private func one(
    _ line: Line, _ k: Int, _ c: Int, _ count: Int, _ target: UnsafeMutablePointer<Float>
  ) {
    var sum = bias?.vector(c, count: count) ?? V(repeating: 0)
    for rowTap in line.rowTaps {
      let row = line.row + rowTap.offset
      guard row >= 0, row < rows.source else { continue }
      for tap in line.columnTaps {
        let column = k * columns.sourceStride + tap.offset
        guard column >= 0, column < columns.source else { continue }
        let weight = filter.vector((rowTap.index * kernelWidth + tap.index) * channels + c, count: count)
        let value = line.source.vector((row * columns.source + column) * channels + c, count: count)
        sum = sum.addingProduct(weight, value)
      }
    }
    put(sum, target, c, count)
  }

  @inline(__always)
  private func put(_ sum: V, _ target: UnsafeMutablePointer<Float>, _ index: Int, _ count: Int) {
    target.store(isRectified ? sum.rectified : sum, at: index, count: count)
  }
}

/// Cuts channels into blocks of a vector each.
enum ChannelBlocks {
  /// Calls `body` for each block: its first channel and how many it has. All have 16, the last overlapping the one before,
  /// unless there are fewer channels.
  @inline(__always)
  static func forEach(_ channels: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
    guard channels >= 16 else { return body(0, channels) }
    var first = 0
    while first + 16 <= channels {
      body(first, 16)
      first += 16
    }
    if first < channels { body(channels - 16, 16) }
  }
}
