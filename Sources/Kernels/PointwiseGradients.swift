import Tensors

/// The gradients of a convolution of 1 x 1 at stride 1 without ReLU, which is a product of matrices:
/// y = x w, so dx = dy wᵀ, [places, filters] x [filters, channels], and dw = xᵀ dy, [channels, places] x [places, filters].
///
/// Pieces of places have sums of their own, which are added in their order.
struct PointwiseGradients: Sendable {
  private let geometry: ConvolutionGeometry
  private let product: FilterProduct
  /// From the output gradient to the input gradient.
  private let adjoint: Convolution

  /// Floats that all pieces' sums take.
  private static var allSums: Int { 4 << 20 }
  private static var mostPieces: Int { 16 }

  /// Nil where the method does not fit.
  init?(_ g: ConvolutionGeometry, epilogue: Epilogue, isPooled: Bool) {
    guard g.isPointwise, !isPooled, epilogue == .linear, min(g.channels, g.filters) >= 16 else { return nil }
    geometry = g
    product = FilterProduct(channels: g.channels, filters: g.filters)
    var tuning = Convolution.Tuning()
    tuning.hasPointwiseGradients = false
    adjoint = Convolution(g.transposed, tuning: tuning)
  }

  private var places: Int { geometry.batch * geometry.height * geometry.width }
  /// Pieces of blocks of places.
  private var pieces: Pieces {
    let blocks = (places + product.blockRows - 1) / product.blockRows
    return Pieces(blocks, most: Self.mostPieces(sumCount: product.sumCount))
  }

  /// Pieces whose sums can be kept at once.
  static func mostPieces(sumCount: Int) -> Int { max(min(mostPieces, allSums / sumCount), 1) }

  var workspaceCount: Int {
    max(
      geometry.filterCount + adjoint.forwardWorkspaceCount, pieces.count * (product.sumCount + product.panelCount),
      ColumnSums.workspaceCount(columns: geometry.filters))
  }

  /// Computes all gradients that are asked for.
  func gradients(_ request: GradientRequest) {
    let memory = request.workspace
    if let inputGradient = request.inputGradient {
      FilterPacking.transpose(request.filter, geometry, into: memory)
      adjoint.forward(
        input: request.outputGradient, filter: memory, bias: nil, output: inputGradient, winners: nil,
        workspace: memory + geometry.filterCount)
    }
    if let biasGradient = request.biasGradient {
      ColumnSums.sum(
        request.outputGradient, rows: places, columns: geometry.filters, into: biasGradient, workspace: memory)
    }
    guard let filterGradient = request.filterGradient else { return }
    addProducts(request.input, request.outputGradient, memory)
    Reduction.sum(memory, pieces: pieces.count, count: product.sumCount)
    product.unpack(memory, into: filterGradient)
  }

  /// Adds the products of some blocks of places into each piece's sums.
  private func addProducts(
    _ input: UnsafePointer<Float>, _ deltas: UnsafePointer<Float>, _ memory: UnsafeMutablePointer<Float>
  ) {
    let pieces = pieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      let sums = memory + piece * product.sumCount
      sums.update(repeating: 0, count: product.sumCount)
      let blocks = pieces.range(piece)
      let (first, end) = (blocks.lowerBound * product.blockRows, min(blocks.upperBound * product.blockRows, places))
      product.add(
        input + first * geometry.channels, deltas + first * geometry.filters, places: end - first, to: sums,
        panels: memory + pieces.count * product.sumCount + piece * product.panelCount)
    }
  }
}

extension ConvolutionGeometry {
  /// The convolution of 1 x 1 that takes the gradient by the output of this one to the gradient by its input.
  var transposed: ConvolutionGeometry {
    ConvolutionGeometry(batch: batch, input: (height, width, filters), kernel: (1, 1), filters: channels)
  }
}
