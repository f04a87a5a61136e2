import Tensors

/// A convolution of 1 x 1 that skips places, such as the way round a block that halves its maps: what it sees is gathered, band by
/// band, and then it is a product of matrices. Its input gradient may be added to another, which is read where it is seen alone.
///
/// Pieces of output rows have sums of their own for the filter gradient, which are added in their order.
struct StridedPointwise: Sendable {
  private let geometry: ConvolutionGeometry
  private let product: FilterProduct
  /// Output rows, of one image after another, whose inputs are gathered at once.
  private let bands: Pieces

  /// Floats of a band's inputs: they stay in the second-level cache.
  private static var bandCount: Int { 32 << 10 }
  private static var mostPieces: Int { 32 }

  /// Nil where the method does not fit.
  init?(_ g: ConvolutionGeometry, epilogue: Epilogue, isPooled: Bool) {
    guard g.kernelHeight == 1, g.kernelWidth == 1, !g.isPointwise, g.padding == .none, !isPooled, epilogue == .linear,
      min(g.channels, g.filters) >= 16
    else { return nil }
    geometry = g
    product = FilterProduct(channels: g.channels, filters: g.filters)
    let rows = g.batch * g.outputHeight
    let atOnce = max(Self.bandCount / (g.outputWidth * g.channels), 1)
    bands = Pieces(rows, most: (rows + atOnce - 1) / atOnce)
  }

  /// Floats of the inputs of the longest band.
  private var gatheredCount: Int {
    (bands.items + bands.count - 1) / bands.count * geometry.outputWidth * geometry.channels
  }

  // MARK: - Forward

  private var forwardPieces: Pieces { Pieces(bands.count, most: Self.mostPieces) }
  private var packedCount: Int { FilterPacking.forwardCount(geometry, width: 16) }

  /// Floats of scratch memory that `forward` needs.
  var forwardWorkspaceCount: Int { packedCount + forwardPieces.count * gatheredCount }

  func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    FilterPacking.packForward(filter, bias: bias, g, width: 16, into: workspace)
    let product = PointwiseProduct(channels: g.channels, filters: g.filters, isRectified: false, packed: workspace)
    let (pieces, gatheredCount) = (forwardPieces, gatheredCount)
    ThreadPool.shared.parallel(pieces.count) { piece in
      let seen = workspace + packedCount + piece * gatheredCount
      for band in pieces.range(piece) {
        let rows = bands.range(band)
        gather(input, rows, into: seen)
        product.multiply(
          seen, places: rows.count * g.outputWidth, into: output + rows.lowerBound * g.outputWidth * g.filters)
      }
    }
  }

  // MARK: - Gradients

  private var gradientPieces: Pieces {
    Pieces(bands.count, most: PointwiseGradients.mostPieces(sumCount: product.sumCount))
  }
  private var adjointCount: Int { FilterPacking.forwardCount(geometry.transposed, width: 16) }
  /// Floats of a piece: sums, panels of their product, a band's inputs or the gradients by them.
  private var pieceCount: Int { product.sumCount + product.panelCount + gatheredCount }

  /// Floats of scratch memory that `gradients` needs.
  var gradientWorkspaceCount: Int {
    let shared = max(gradientPieces.count * pieceCount, geometry.filterCount)
    return max(adjointCount + shared, ColumnSums.workspaceCount(columns: geometry.filters))
  }

  /// Computes all gradients that are asked for.
  func gradients(_ request: GradientRequest) {
    let (g, memory) = (geometry, request.workspace)
    if let biasGradient = request.biasGradient {
      ColumnSums.sum(
        request.outputGradient, rows: g.batch * g.outputHeight * g.outputWidth, columns: g.filters, into: biasGradient,
        workspace: memory)
    }
    if request.inputGradient != nil { packAdjoint(request.filter, into: memory) }
    let adjoint = PointwiseProduct(channels: g.filters, filters: g.channels, isRectified: false, packed: memory)
    let (pieces, pieceCount) = (gradientPieces, pieceCount)
    let sums = memory + adjointCount
    ThreadPool.shared.parallel(pieces.count) { piece in
      let sum = sums + piece * product.sumCount
      let panels = sums + pieces.count * product.sumCount + piece * (pieceCount - product.sumCount)
      sum.update(repeating: 0, count: product.sumCount)
      for band in pieces.range(piece) {
        run(request, adjoint, bands.range(band), sums: sum, panels: panels, seen: panels + product.panelCount)
      }
    }
    guard let filterGradient = request.filterGradient else { return }
    Reduction.sum(sums, pieces: pieces.count, count: product.sumCount)
    product.unpack(sums, into: filterGradient)
  }

  /// The transposed filter lies where the pieces' memory is later.
  private func packAdjoint(_ filter: UnsafePointer<Float>, into memory: UnsafeMutablePointer<Float>) {
    FilterPacking.transpose(filter, geometry, into: memory + adjointCount)
    FilterPacking.packForward(memory + adjointCount, bias: nil, geometry.transposed, width: 16, into: memory)
  }

  /// The gradients of some output rows.
  private func run(
    _ request: GradientRequest, _ adjoint: PointwiseProduct, _ rows: Range<Int>, sums: UnsafeMutablePointer<Float>,
    panels: UnsafeMutablePointer<Float>, seen: UnsafeMutablePointer<Float>
  ) {
    let places = rows.count * geometry.outputWidth
    let delta = request.outputGradient + rows.lowerBound * geometry.outputWidth * geometry.filters
    if request.filterGradient != nil {
      gather(request.input, rows, into: seen)
      product.add(seen, delta, places: places, to: sums, panels: panels)
    }
    guard let inputGradient = request.inputGradient else { return }
    adjoint.multiply(delta, places: places, into: seen)
    if !request.addsToInputGradient { clear(inputGradient, rows) }
    scatter(seen, rows, into: inputGradient)
  }

  // MARK: - Places that are seen

  /// Copies what some output rows see.
  private func gather(
    _ input: UnsafePointer<Float>, _ rows: Range<Int>, into seen: UnsafeMutablePointer<Float>
  ) {
    let (width, channels) = (geometry.outputWidth, geometry.channels)
    for row in rows {
      let (from, to) = (input + firstPlace(row) * channels, seen + (row - rows.lowerBound) * width * channels)
      for column in 0..<width {
        (to + column * channels).update(from: from + column * geometry.strideWidth * channels, count: channels)
      }
    }
  }

  /// Adds the gradients by what some output rows see to the gradient by the input.
  private func scatter(
    _ seen: UnsafePointer<Float>, _ rows: Range<Int>, into gradient: UnsafeMutablePointer<Float>
  ) {
    let (width, channels) = (geometry.outputWidth, geometry.channels)
    for row in rows {
      let (from, to) = (seen + (row - rows.lowerBound) * width * channels, gradient + firstPlace(row) * channels)
      for column in 0..<width {
        Reduction.addRun(
          from + column * channels, to: to + column * geometry.strideWidth * channels, count: channels)
      }
    }
  }

  /// Clears the input rows from the ones that some output rows see to the next that are seen.
  private func clear(_ gradient: UnsafeMutablePointer<Float>, _ rows: Range<Int>) {
    let g = geometry
    for row in rows {
      let y = row % g.outputHeight * g.strideHeight
      let count = min(g.strideHeight, g.height - y) * g.width * g.channels
      (gradient + firstPlace(row) * g.channels).update(repeating: 0, count: count)
    }
  }

  /// The first place of the input that an output row sees.
  private func firstPlace(_ row: Int) -> Int {
    let g = geometry
    return (row / g.outputHeight * g.height + row % g.outputHeight * g.strideHeight) * g.width
  }
}
