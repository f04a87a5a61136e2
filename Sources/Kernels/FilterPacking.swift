import Tensors

/// Filters rearranged so that a kernel reads them from beginning to end. `B` is the vector width.
enum FilterPacking {
  /// Floats of filters packed by blocks of `width` output channels, biases included.
  static func forwardCount(_ g: ConvolutionGeometry, width: Int) -> Int {
    (g.patchCount + 1) * padded(g.filters, width)
  }

  /// [patch, filters] → [filters/B, patch, B], then the biases [filters/B, B]; missing filters are zero.
  static func packForward(
    _ filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?, _ g: ConvolutionGeometry, width: Int,
    into packed: UnsafeMutablePointer<Float>
  ) {
    let biases = packed + g.patchCount * padded(g.filters, width)
    ThreadPool.shared.parallel(padded(g.filters, width) / width) { block in
      let count = min(width, g.filters - block * width)
      for k in 0..<g.patchCount {
        let target = packed + (block * g.patchCount + k) * width
        copy(filter + k * g.filters + block * width, count, to: target, width)
      }
      let target = biases + block * width
      guard let bias else { return target.update(repeating: 0, count: width) }
      copy(bias + block * width, count, to: target, width)
    }
  }

  private static func copy(
    _ source: UnsafePointer<Float>, _ count: Int, to target: UnsafeMutablePointer<Float>, _ width: Int
  ) {
    target.update(from: source, count: count)
    (target + count).update(repeating: 0, count: width - count)
  }

  /// Floats of filters packed by blocks of `width` input channels.
  static func backwardCount(_ g: ConvolutionGeometry, width: Int) -> Int {
    g.kernelHeight * g.kernelWidth * padded(g.channels, width) * padded(g.filters, width)
  }

  /// [tap, channels, filters] → [channels/B, tap, filters, B]; missing channels and filters are zero.
  static func packBackward(
    _ filter: UnsafePointer<Float>, _ g: ConvolutionGeometry, width: Int, into packed: UnsafeMutablePointer<Float>
  ) {
    let taps = g.kernelHeight * g.kernelWidth
    let filters = padded(g.filters, width)
    ThreadPool.shared.parallel(taps * padded(g.channels, width) / width) { piece in
      let (block, tap) = (piece / taps, piece % taps)
      let target = packed + piece * filters * width
      target.update(repeating: 0, count: filters * width)
      for c in 0..<min(width, g.channels - block * width) {
        let row = filter + (tap * g.channels + block * width + c) * g.filters
        for f in 0..<g.filters { target[f * width + c] = row[f] }
      }
    }
  }

  /// [patch, filters] → [filters, patch].
  static func transpose(
    _ filter: UnsafePointer<Float>, _ g: ConvolutionGeometry, into packed: UnsafeMutablePointer<Float>
  ) {
    let pieces = Pieces(g.patchCount, most: 8)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for k in pieces.range(piece) {
        for f in 0..<g.filters { packed[f * g.patchCount + k] = filter[k * g.filters + f] }
      }
    }
  }

  static func padded(_ count: Int, _ width: Int) -> Int { (count + width - 1) / width * width }
}
