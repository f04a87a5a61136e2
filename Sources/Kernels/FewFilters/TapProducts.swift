/// A convolution of few filters as one product: each place's channels times the weights of all taps and filters,
/// [width, channels] x [channels, taps · filters] for each row of the input. An output is the sum over the taps of what lies at the
/// places that it sees.
///
/// With 3 filters of 3 x 3 the product has 27 columns in two vectors, where a product for each tap would have 3 in one.
struct TapProducts: Sendable {
  typealias V = SIMD16<Float>

  let geometry: ConvolutionGeometry

  /// Columns: one for each tap and filter.
  var columns: Int { geometry.kernelHeight * geometry.kernelWidth * geometry.filters }
  /// Blocks of sixteen columns.
  var panels: Int { (columns + 15) / 16 }
  /// Floats of a row of products: [panels, width, 16].
  var rowCount: Int { panels * geometry.width * 16 }
  /// Where each place of a row begins.
  let offsets: [Int32]

  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    offsets = (0..<geometry.width).map { Int32($0 * geometry.channels) }
  }

  /// Floats of the packed filter.
  var packedCount: Int { panels * geometry.channels * 16 }

  /// [taps, channels, filters] → [panels, channels, 16], missing columns zero.
  func pack(_ filter: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
    let g = geometry
    packed.update(repeating: 0, count: packedCount)
    for column in 0..<columns {
      let (tap, f) = column.quotientAndRemainder(dividingBy: g.filters)
      let target = packed + column / 16 * g.channels * 16 + column % 16
      for c in 0..<g.channels { target[c * 16] = filter[(tap * g.channels + c) * g.filters + f] }
    }
  }

  /// The products of one row of the input.
  func multiply(
    _ row: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>
  ) {
    let tile = ConvolutionTile<V>(rows: 1, length: geometry.channels, rowStride: 0)
    offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      for panel in 0..<panels {
        let filter = packed + panel * geometry.channels * 16
        multiply(tile, row, offsets, filter, into: target + panel * geometry.width * 16)
      }
    }
  }

  @inline(__always)
  private func multiply(
    _ tile: ConvolutionTile<V>, _ row: UnsafePointer<Float>, _ offsets: UnsafePointer<Int32>,
    _ filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>
  ) {
    let zero = V(repeating: 0)
    var place = 0
    while place + 6 <= geometry.width {
      let sums = tile.six(row, offsets + place, filter, bias: zero)
      let p = target + place * 16
      p.store(sums.0, at: 0)
      p.store(sums.1, at: 16)
      p.store(sums.2, at: 32)
      p.store(sums.3, at: 48)
      p.store(sums.4, at: 64)
      p.store(sums.5, at: 80)
      place += 6
    }
    for place in place..<max(geometry.width, place) {
      target.store(tile.one(row + Int(offsets[place]), filter, bias: zero), at: place * 16)
    }
  }

  /// Adds to a row of outputs what it sees through row u of the filter.
  ///
  /// - Parameter products: those of the row of the input that it sees there.
  func add(_ products: UnsafePointer<Float>, u: Int, to output: UnsafeMutablePointer<Float>) {
    let g = geometry
    for v in 0..<g.kernelWidth {
      let seen = seenColumns(v)
      for f in 0..<g.filters {
        let column = (u * g.kernelWidth + v) * g.filters + f
        let source = products + column / 16 * g.width * 16 + column % 16
        for j in seen { output[j * g.filters + f] += source[(j + v - g.padding.left) * 16] }
      }
    }
  }

  /// The outputs of a row that see a place inside the image through column v of the filter.
  func seenColumns(_ v: Int) -> Range<Int> {
    let shift = v - geometry.padding.left
    let first = min(max(-shift, 0), geometry.outputWidth)
    return first..<max(first, min(geometry.width - shift, geometry.outputWidth))
  }
}
