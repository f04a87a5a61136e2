import Tensors

/// The gradients of a convolution of 1 x 1 at stride 1 without ReLU, which is a product of matrices:
/// y = x w, so dx = dy wᵀ, [places, filters] x [filters, channels], and dw = xᵀ dy, [channels, places] x [places, filters].
///
/// Where rows are long, blocks of places are copied into panels of sixteen columns; pieces of places have sums of their own, which are added in their
/// order.
struct PointwiseGradients: Sendable {
  private let geometry: ConvolutionGeometry
  /// From the output gradient to the input gradient.
  private let adjoint: Convolution

  /// Floats that a block's panels take, so that they stay in the second-level cache, and that all pieces' sums take.
  private static var blockCount: Int { 48 << 10 }
  private static var allSums: Int { 4 << 20 }
  private static var mostPieces: Int { 16 }

  /// Nil where the method does not fit.
  init?(_ g: ConvolutionGeometry, epilogue: Epilogue, isPooled: Bool) {
    guard g.isPointwise, !isPooled, epilogue == .linear, min(g.channels, g.filters) >= 16 else { return nil }
    geometry = g
    var tuning = Convolution.Tuning()
    tuning.hasPointwiseGradients = false
    adjoint = Convolution(
      ConvolutionGeometry(
        batch: g.batch, input: (g.height, g.width, g.filters), kernel: (1, 1), filters: g.channels), tuning: tuning)
  }

  private var places: Int { geometry.batch * geometry.height * geometry.width }
  private var depth: Int { (geometry.channels + 15) / 16 }
  private var width: Int { (geometry.filters + 15) / 16 }
  private var sumCount: Int { depth * width * 256 }
  /// Whether a block of rows as they lie stays in the first-level cache: whole vectors, and few of them.
  private var isCopied: Bool { depth + width > 12 || geometry.channels % 16 + geometry.filters % 16 > 0 }
  private var blockRows: Int { min(max(Self.blockCount / ((depth + width) * 16), 48), isCopied ? 192 : 96) }
  private var panelCount: Int { isCopied ? (depth + width) * 16 * blockRows : 0 }
  private var pieces: Pieces {
    Pieces((places + blockRows - 1) / blockRows, most: max(min(Self.mostPieces, Self.allSums / sumCount), 1))
  }

  var workspaceCount: Int {
    max(
      geometry.filterCount + adjoint.forwardWorkspaceCount, pieces.count * (sumCount + panelCount),
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
    Reduction.sum(memory, pieces: pieces.count, count: sumCount)
    unpack(memory, into: filterGradient)
  }

  /// Adds the products of some blocks of places into each piece's sums.
  private func addProducts(
    _ input: UnsafePointer<Float>, _ deltas: UnsafePointer<Float>, _ memory: UnsafeMutablePointer<Float>
  ) {
    let pieces = pieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      let sums = memory + piece * sumCount
      let left = memory + pieces.count * sumCount + piece * panelCount
      let right = left + depth * 16 * blockRows
      sums.update(repeating: 0, count: sumCount)
      for block in pieces.range(piece) {
        let rows = block * blockRows..<min((block + 1) * blockRows, places)
        guard isCopied else {
          let (a, b) = (input + rows.lowerBound * geometry.channels, deltas + rows.lowerBound * geometry.filters)
          addBlock(
            Operand(pointer: a, panelStride: 16, rowStride: geometry.channels),
            Operand(pointer: b, panelStride: 16, rowStride: geometry.filters), rows.count, to: sums)
          continue
        }
        copy(input, rows, columns: geometry.channels, into: left)
        copy(deltas, rows, columns: geometry.filters, into: right)
        addBlock(
          Operand(pointer: UnsafePointer(left), panelStride: 16 * blockRows, rowStride: 16),
          Operand(pointer: UnsafePointer(right), panelStride: 16 * blockRows, rowStride: 16), rows.count, to: sums)
      }
    }
  }

  /// [rows, columns] → [columns/16, blockRows, 16], missing columns zero.
  private func copy(
    _ source: UnsafePointer<Float>, _ rows: Range<Int>, columns: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    for row in rows {
      let (from, to) = (source + row * columns, panels + (row - rows.lowerBound) * 16)
      for c in stride(from: 0, to: columns, by: 16) {
        to.store(from.vector(c, count: min(columns - c, 16)), at: c * blockRows)
      }
    }
  }

  /// A block of rows: where sixteen of its columns lie, and where the next rows.
  private struct Operand {
    let pointer: UnsafePointer<Float>
    let panelStride: Int
    let rowStride: Int
  }

  /// sums[filters/16, channels/16] += leftᵀ · right
  private func addBlock(
    _ left: Operand, _ right: Operand, _ rows: Int, to sums: UnsafeMutablePointer<Float>
  ) {
    for panel in 0..<width {
      for block in 0..<depth {
        PanelProduct.addTransposed(
          left.pointer + block * left.panelStride, stride: left.rowStride, right.pointer + panel * right.panelStride,
          stride: right.rowStride, into: sums + (panel * depth + block) * 256, rows: rows)
      }
    }
  }

  /// [filters/16, channels/16, 16, 16] → [channels, filters].
  private func unpack(_ sums: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>) {
    for c in 0..<geometry.channels {
      for panel in 0..<width {
        let row = sums.vector((panel * depth + c / 16) * 256 + c % 16 * 16, SIMD16<Float>.self)
        gradient.store(row, at: c * geometry.filters + panel * 16, count: min(geometry.filters - panel * 16, 16))
      }
    }
  }
}
