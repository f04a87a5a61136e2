import Tensors

// The forward pass. Bands of outputs are pieces of work; in a band, one block of filters after another goes over all places,
// so that the block's filters stay in the first-level cache and the band's input in the second.

extension Convolution {
  private static var mostPieces: Int { 32 }

  private var forwardPieces: Pieces { Pieces(forwardPlan.count, most: Self.mostPieces) }

  /// Floats of scratch memory that `forward` needs.
  package var forwardWorkspaceCount: Int {
    switch forwardMethod {
    case .fewFilters(let method): method.forwardWorkspaceCount
    case .winograd(let method): method.forwardWorkspaceCount
    case .gatheredProduct(let method): method.forwardWorkspaceCount
    case .product: FilterPacking.forwardCount(geometry, width: 16)
    case .direct: FilterPacking.forwardCount(geometry, width: width) + forwardPieces.count * forwardPlan.copyCount
    }
  }

  /// Computes the layer's output.
  ///
  /// - Parameters:
  ///   - winners: `winnersCount` bytes for the gradients, or nil for inference.
  ///   - workspace: `forwardWorkspaceCount` floats.
  package func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<UInt8>?, workspace: UnsafeMutablePointer<Float>
  ) {
    switch forwardMethod {
    case .fewFilters(let method):
      method.forward(input: input, filter: filter, bias: bias, output: output, workspace: workspace)
    case .winograd(let method):
      method.forward(input: input, filter: filter, bias: bias, output: output, winners: winners, workspace: workspace)
    case .gatheredProduct(let method):
      method.forward(input: input, filter: filter, bias: bias, output: output, workspace: workspace)
    case .product: multiply(input, filter: filter, bias: bias, output: output, workspace: workspace)
    case .direct: slide(input, filter: filter, bias: bias, output: output, winners: winners, workspace: workspace)
    }
  }

  /// The forward pass of the method `direct`.
  private func slide(
    _ input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<UInt8>?, workspace: UnsafeMutablePointer<Float>
  ) {
    FilterPacking.packForward(filter, bias: bias, geometry, width: width, into: workspace)
    let copies = workspace + FilterPacking.forwardCount(geometry, width: width)
    let pieces = forwardPieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      for index in pieces.range(piece) {
        let band = forwardPlan.band(index)
        let source = forwardPlan.source(input, band, buffer: copies + piece * forwardPlan.copyCount)
        let target = BandTarget(
          output: output, winners: winners, firstPlace: forwardPlan.firstPlace(band), places: forwardPlan.places(band))
        if width == 32 {
          compute(source, packed: workspace, target, SIMD32<Float>.self)
        } else {
          compute(source, packed: workspace, target, SIMD16<Float>.self)
        }
      }
    }
  }

  /// The forward pass of a filter of 1 x 1.
  private func multiply(
    _ input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let (channels, filters) = (geometry.channels, geometry.filters)
    FilterPacking.packForward(filter, bias: bias, geometry, width: 16, into: workspace)
    let product = PointwiseProduct(
      channels: channels, filters: filters, isRectified: epilogue == .relu, packed: workspace)
    let places = geometry.batch * geometry.height * geometry.width
    let step = PointwiseProduct.places(floats: Self.secondLevel, channels: channels)
    let bands = (places + step - 1) / step
    let pieces = Pieces(bands, most: Self.mostPieces)
    ThreadPool.shared.parallel(pieces.count) { piece in
      for band in pieces.range(piece) {
        let first = band * step
        product.multiply(
          input + first * channels, places: min(step, places - first), into: output + first * filters)
      }
    }
  }

  /// Where a band's results go.
  private struct BandTarget {
    let output: UnsafeMutablePointer<Float>
    let winners: UnsafeMutablePointer<UInt8>?
    let firstPlace: Int
    let places: Int
  }

  private func compute<V: FloatVector>(
    _ source: UnsafePointer<Float>, packed: UnsafePointer<Float>, _ target: BandTarget, _: V.Type
  ) {
    let g = geometry
    let tile = ConvolutionTile<V>(rows: g.kernelHeight, length: g.segmentCount, rowStride: forwardPlan.rowStride)
    let blocks = FilterPacking.padded(g.filters, width) / width
    forwardPlan.offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      for block in 0..<blocks {
        let filter = packed + block * g.patchCount * width
        let bias = packed.vector((blocks * g.patchCount + block) * width, V.self)
        if isPooled {
          pooledBlock(tile, source, offsets, filter, bias, block, target)
        } else {
          plainBlock(tile, source, offsets, filter, bias, block, target)
        }
      }
    }
  }

  /// One block of filters at all places of a band, six at a time. The last six may overlap those before.
  @inline(__always)
  private func plainBlock<V: FloatVector>(
    _ tile: ConvolutionTile<V>, _ source: UnsafePointer<Float>, _ offsets: UnsafePointer<Int32>,
    _ filter: UnsafePointer<Float>, _ bias: V, _ block: Int, _ target: BandTarget
  ) {
    let output = target.output + target.firstPlace * geometry.filters + block * width
    let count = min(width, geometry.filters - block * width)
    let isRectified = epilogue == .relu
    let put = { (sum: V, place: Int) in
      output.store(isRectified ? sum.rectified : sum, at: place * geometry.filters, count: count)
    }
    var place = 0
    while place < target.places, target.places >= 6 {
      let first = min(place, target.places - 6)
      let sums = tile.six(source, offsets + first, filter, bias: bias)
      put(sums.0, first)
      put(sums.1, first + 1)
      put(sums.2, first + 2)
      put(sums.3, first + 3)
      put(sums.4, first + 4)
      put(sums.5, first + 5)
      place += 6
    }
    for place in place..<max(target.places, place) {
      put(tile.one(source + Int(offsets[place]), filter, bias: bias), place)
    }
  }

  /// One block of filters at all windows of a band.
  @inline(__always)
  private func pooledBlock<V: FloatVector>(
    _ tile: ConvolutionTile<V>, _ source: UnsafePointer<Float>, _ offsets: UnsafePointer<Int32>,
    _ filter: UnsafePointer<Float>, _ bias: V, _ block: Int, _ target: BandTarget
  ) {
    let right = geometry.strideWidth * geometry.channels
    let below = geometry.strideHeight * forwardPlan.rowStride
    let count = min(width, geometry.filters - block * width)
    for place in 0..<target.places {
      let sums = tile.window(source + Int(offsets[place]), right: right, below: below, filter, bias: bias)
      let at = (target.firstPlace + place) * geometry.filters + block * width
      let best = V.greatest(sums, places: target.winners.map { $0 + at }, count: count)
      target.output.store(epilogue == .relu ? best.rectified : best, at: at, count: count)
    }
  }
}
