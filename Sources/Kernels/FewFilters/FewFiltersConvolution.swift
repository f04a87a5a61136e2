import Tensors

/// A convolution at stride 1 whose filters are too few to fill a vector, such as the last layer of a segmentation network.
///
/// 1. Forward: `TapProducts`, band by band.
/// 2. Gradient by the input: an ordinary convolution of the output gradient, of few channels, with the filter turned round.
/// 3. Gradient by the filter: [channels, places] x [places, taps · filters], each place's row being the output gradient of all
///    outputs that see it.
struct FewFiltersConvolution: Sendable {
  private let geometry: ConvolutionGeometry
  private let epilogue: Epilogue
  private let products: TapProducts
  /// From the output gradient to the input gradient.
  private let adjoint: Convolution
  private let slots: Int

  /// Filters up to which the method is the better, and channels from which on.
  private static var mostFilters: Int { 5 }
  private static var leastChannels: Int { 16 }
  /// Rows of outputs that are computed together; those of the products overlap by the filter's height less one.
  private static var bandRows: Int { 16 }
  private static var mostPieces: Int { 16 }

  /// Nil where the method does not fit.
  init?(_ g: ConvolutionGeometry, epilogue: Epilogue, isPooled: Bool) {
    guard !isPooled, g.filters <= Self.mostFilters, g.channels >= Self.leastChannels else { return nil }
    guard (g.strideHeight, g.strideWidth) == (1, 1), g.kernelHeight * g.kernelWidth > 1 else { return nil }
    (geometry, self.epilogue, products) = (g, epilogue, TapProducts(g))
    let padding = Padding(
      top: g.kernelHeight - 1 - g.padding.top, bottom: g.kernelHeight - 1 - g.padding.bottom,
      left: g.kernelWidth - 1 - g.padding.left, right: g.kernelWidth - 1 - g.padding.right)
    guard min(padding.top, padding.bottom, padding.left, padding.right) >= 0 else { return nil }
    adjoint = Convolution(
      ConvolutionGeometry(
        batch: g.batch, input: (g.outputHeight, g.outputWidth, g.filters), kernel: (g.kernelHeight, g.kernelWidth),
        filters: g.channels, padding: padding))
    slots = min(max(ThreadPool.shared.threads, 1), 64)
  }

  // MARK: - Forward

  private var bandsPerImage: Int { (geometry.outputHeight + Self.bandRows - 1) / Self.bandRows }
  private var bandCount: Int { (Self.bandRows + geometry.kernelHeight - 1) * products.rowCount }

  var forwardWorkspaceCount: Int { products.packedCount + slots * bandCount }

  func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    products.pack(filter, into: workspace)
    let bands = workspace + products.packedCount
    ThreadPool.shared.parallel(geometry.batch * bandsPerImage, slots: slots) { piece, slot in
      let first = piece % bandsPerImage * Self.bandRows
      let rows = first..<min(first + Self.bandRows, geometry.outputHeight)
      let image = piece / bandsPerImage
      let band = bands + slot * bandCount
      multiplyRows(input, image, rows, workspace, into: band)
      for i in rows { finish(i, UnsafePointer(band), firstRow: first, bias, output, image) }
    }
  }

  /// The rows of the input that rows of the output see.
  private func seenRows(_ rows: Range<Int>) -> Range<Int> {
    let g = geometry
    let first = max(rows.lowerBound - g.padding.top, 0)
    return first..<max(first, min(rows.upperBound - 1 - g.padding.top + g.kernelHeight, g.height))
  }

  private func multiplyRows(
    _ input: UnsafePointer<Float>, _ image: Int, _ rows: Range<Int>, _ packed: UnsafePointer<Float>,
    into band: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    for y in seenRows(rows) {
      let row = input + (image * g.height + y) * g.width * g.channels
      products.multiply(row, packed, into: band + (y + g.padding.top - rows.lowerBound) * products.rowCount)
    }
  }

  /// Sums one row of outputs, whose products of filter row u stand in row i − firstRow + u of the band.
  private func finish(
    _ i: Int, _ band: UnsafePointer<Float>, firstRow: Int, _ bias: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Float>, _ image: Int
  ) {
    let g = geometry
    let row = output + (image * g.outputHeight + i) * g.outputWidth * g.filters
    row.update(repeating: 0, count: g.outputWidth * g.filters)
    for u in 0..<g.kernelHeight where (0..<g.height).contains(i + u - g.padding.top) {
      products.add(band + (i - firstRow + u) * products.rowCount, u: u, to: row)
    }
    for j in 0..<g.outputWidth {
      for f in 0..<g.filters {
        let sum = row[j * g.filters + f] + (bias?[f] ?? 0)
        row[j * g.filters + f] = epilogue == .relu && sum < 0 ? 0 : sum
      }
    }
  }

  // MARK: - Gradients

  private var isMasked: Bool { epilogue == .relu }
  private var deltaCount: Int { isMasked ? geometry.outputCount : 0 }
  private var pieces: Pieces { Pieces(geometry.batch * geometry.height, most: Self.mostPieces) }
  private var channelBlocks: Int { (geometry.channels + 15) / 16 }
  /// Floats of a piece's sums: [panels, channels/16, 16, 16], and of its rows of gradients.
  private var sumCount: Int { products.panels * channelBlocks * 256 }
  private var pieceCount: Int { products.rowCount + geometry.width * 16 }

  var gradientWorkspaceCount: Int {
    let sums = pieces.count * (sumCount + pieceCount)
    return deltaCount + max(geometry.filterCount + adjoint.forwardWorkspaceCount, sums)
  }

  /// Computes all gradients that are asked for.
  func gradients(_ request: GradientRequest) {
    let deltas = deltas(request)
    let memory = request.workspace + deltaCount
    if let inputGradient = request.inputGradient {
      turn(request.filter, into: memory)
      adjoint.forward(
        input: deltas, filter: memory, bias: nil, output: inputGradient, winners: nil,
        workspace: memory + geometry.filterCount)
    }
    if let biasGradient = request.biasGradient { sumBiases(deltas, into: biasGradient) }
    if let filterGradient = request.filterGradient {
      addProducts(request.input, deltas, memory)
      Reduction.sum(memory, pieces: pieces.count, count: sumCount)
      unpack(memory, into: filterGradient)
    }
  }

  /// The gradients by the sums: the output gradient, where ReLU let it through.
  private func deltas(_ request: GradientRequest) -> UnsafePointer<Float> {
    guard isMasked else { return request.outputGradient }
    Elementwise.forEach(geometry.outputCount) { start, length in
      let gradient = request.outputGradient.vector(start, count: length)
      let kept = gradient.kept(wherePositive: request.output.vector(start, count: length))
      request.workspace.store(kept, at: start, count: length)
    }
    return UnsafePointer(request.workspace)
  }

  /// [taps, channels, filters] → [taps turned round, filters, channels].
  private func turn(_ filter: UnsafePointer<Float>, into turned: UnsafeMutablePointer<Float>) {
    let g = geometry
    let taps = g.kernelHeight * g.kernelWidth
    for tap in 0..<taps {
      for f in 0..<g.filters {
        let target = turned + ((taps - 1 - tap) * g.filters + f) * g.channels
        for c in 0..<g.channels { target[c] = filter[(tap * g.channels + c) * g.filters + f] }
      }
    }
  }

  private func sumBiases(_ deltas: UnsafePointer<Float>, into biasGradient: UnsafeMutablePointer<Float>) {
    let g = geometry
    let rowCount = g.outputWidth * g.filters
    for f in 0..<g.filters {
      var sum: Double = 0
      for row in 0..<g.batch * g.outputHeight {
        var rowSum: Float = 0
        for j in 0..<g.outputWidth { rowSum += deltas[row * rowCount + j * g.filters + f] }
        sum += Double(rowSum)
      }
      biasGradient[f] = Float(sum)
    }
  }

  /// Adds the products of some rows of the input into each piece's sums.
  private func addProducts(
    _ input: UnsafePointer<Float>, _ deltas: UnsafePointer<Float>, _ memory: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let pieces = pieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      let sums = memory + piece * sumCount
      let gradients = memory + pieces.count * sumCount + piece * pieceCount
      sums.update(repeating: 0, count: sumCount)
      for row in pieces.range(piece) {
        gather(deltas, image: row / g.height, y: row % g.height, into: gradients)
        addRow(input + row * g.width * g.channels, gradients, to: sums, copy: gradients + products.rowCount)
      }
    }
  }

  /// For every place of a row of the input the gradients of the outputs that see it, [panels, width, 16].
  private func gather(
    _ deltas: UnsafePointer<Float>, image: Int, y: Int, into rows: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    rows.update(repeating: 0, count: products.rowCount)
    for u in 0..<g.kernelHeight {
      let i = y - u + g.padding.top
      guard i >= 0, i < g.outputHeight else { continue }
      let source = deltas + (image * g.outputHeight + i) * g.outputWidth * g.filters
      for v in 0..<g.kernelWidth {
        for f in 0..<g.filters {
          let column = (u * g.kernelWidth + v) * g.filters + f
          let target = rows + column / 16 * g.width * 16 + column % 16
          for j in products.seenColumns(v) { target[(j + v - g.padding.left) * 16] = source[j * g.filters + f] }
        }
      }
    }
  }

  /// sums[panel, block] += row[place, channel] · gradients[place, column]
  private func addRow(
    _ row: UnsafePointer<Float>, _ gradients: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>,
    copy: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    for block in 0..<channelBlocks {
      let count = min(g.channels - block * 16, 16)
      for x in 0..<g.width { copy.store(row.vector(x * g.channels + block * 16, count: count), at: x * 16) }
      for panel in 0..<products.panels {
        PanelProduct.addTransposed(
          UnsafePointer(copy), gradients + panel * g.width * 16, into: sums + (panel * channelBlocks + block) * 256,
          rows: g.width)
      }
    }
  }

  /// [panels, channels/16, 16, 16] → [taps, channels, filters].
  private func unpack(_ sums: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>) {
    let g = geometry
    for column in 0..<products.columns {
      let (tap, f) = column.quotientAndRemainder(dividingBy: g.filters)
      for c in 0..<g.channels {
        let block = column / 16 * channelBlocks + c / 16
        gradient[(tap * g.channels + c) * g.filters + f] = sums[block * 256 + c % 16 * 16 + column % 16]
      }
    }
  }
}
