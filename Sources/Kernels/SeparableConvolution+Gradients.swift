import Tensors

// The gradients. What training does not keep is computed again for a band of rows at a time: the normalised input, what lies between
// the convolutions, and on the way back the gradients before pooling and between the convolutions. So a map is read once, and of
// gradients only those by the input are stored.

extension SeparableConvolution {
  /// Where gradients go, which are overwritten; nil where nobody needs one.
  package struct Gradients {
    /// By the depthwise convolution's input; by the normalisation's, if there is one, which is needed for γ and β too.
    let input: UnsafeMutablePointer<Float>?
    let gamma, beta: UnsafeMutablePointer<Float>?
    let depthwiseFilter, depthwiseBias: UnsafeMutablePointer<Float>?
    let pointwiseFilter, pointwiseBias: UnsafeMutablePointer<Float>?

    package init(
      input: UnsafeMutablePointer<Float>?, gamma: UnsafeMutablePointer<Float>?, beta: UnsafeMutablePointer<Float>?,
      depthwiseFilter: UnsafeMutablePointer<Float>?, depthwiseBias: UnsafeMutablePointer<Float>?,
      pointwiseFilter: UnsafeMutablePointer<Float>?, pointwiseBias: UnsafeMutablePointer<Float>?
    ) {
      (self.input, self.gamma, self.beta) = (input, gamma, beta)
      (self.depthwiseFilter, self.depthwiseBias) = (depthwiseFilter, depthwiseBias)
      (self.pointwiseFilter, self.pointwiseBias) = (pointwiseFilter, pointwiseBias)
    }

    /// Whether the gradient between the convolutions is needed.
    var passPointwise: Bool { input != nil || depthwiseFilter != nil || depthwiseBias != nil }
  }

  /// Whether the gradients are computed here: nothing is rectified on the way back to the normalised input.
  package var isDifferentiable: Bool { depthwise.epilogue == .linear && pointwise.epilogue == .linear }

  /// Floats of scratch memory that `gradients` needs.
  package var gradientWorkspaceCount: Int { SeparableLayout(self).total }

  /// Computes the gradients from the one by the output.
  ///
  /// - Parameters:
  ///   - ownMoments: whether mean and variance are the input's own, which depend on it too.
  ///   - winners: what `forward` kept, if there is a pooling.
  ///   - workspace: `gradientWorkspaceCount` floats.
  package func gradients(
    input: UnsafePointer<Float>, moments: Moments?, ownMoments: Bool, depthwise depthwiseWeights: Weights,
    pointwise pointwiseFilter: UnsafePointer<Float>, winners: UnsafePointer<UInt8>?,
    outputGradient: UnsafePointer<Float>, into gradients: Gradients, workspace: UnsafeMutablePointer<Float>
  ) {
    let layout = SeparableLayout(self)
    pack(pointwiseFilter, layout, workspace)
    let job = SeparableJob(
      layout: layout, input: input, constants: constants(moments, memory: workspace + layout.constants),
      sum: forwardSum(depthwiseWeights),
      adjoint: TapSum(
        rows: depthwise.backwardRows, columns: depthwise.backwardColumns, channels: depthwise.geometry.channels,
        kernelWidth: depthwise.geometry.kernelWidth, filter: depthwiseWeights.filter, bias: nil, isRectified: false),
      product: PointwiseProduct(
        channels: pointwise.geometry.filters, filters: depthwise.geometry.channels, isRectified: false,
        packed: workspace),
      winners: winners, outputGradient: outputGradient, gradients: gradients,
      sums: layout.normalizationSums(workspace))
    ThreadPool.shared.parallel(layout.pieces.count) { piece in
      run(
        job, piece, partial: workspace + layout.partials + piece * layout.partial.total,
        windows(workspace, layout, piece))
    }
    reduce(workspace + layout.partials, layout, into: gradients)
    finish(job, moments, ownMoments: ownMoments)
  }

  /// Transposes and packs the pointwise filter; the transposed one lies where the windows lie later.
  private func pack(
    _ filter: UnsafePointer<Float>, _ layout: SeparableLayout, _ workspace: UnsafeMutablePointer<Float>
  ) {
    let transposed = workspace + layout.windows
    FilterPacking.transpose(filter, pointwise.geometry, into: transposed)
    FilterPacking.packForward(transposed, bias: nil, pointwise.geometry.transposed, width: 16, into: workspace)
  }

  /// Adds the pieces' sums in their order and writes the gradients by the weights.
  private func reduce(
    _ partials: UnsafeMutablePointer<Float>, _ layout: SeparableLayout, into gradients: Gradients
  ) {
    Reduction.sum(partials, pieces: layout.pieces.count, count: layout.partial.total)
    let (partial, d, p) = (layout.partial, depthwise.geometry, pointwise.geometry)
    gradients.depthwiseFilter?.update(from: partials, count: d.filterCount)
    gradients.depthwiseBias?.update(from: partials + partial.depthwiseBias, count: d.channels)
    gradients.pointwiseBias?.update(from: partials + partial.pointwiseBias, count: p.filters)
    if let filter = gradients.pointwiseFilter {
      layout.filterProduct.unpack(partials + partial.pointwise, into: filter)
    }
  }

  /// Takes the gradient by the normalised values on to the input.
  private func finish(_ job: SeparableJob, _ moments: Moments?, ownMoments: Bool) {
    guard let normalization, let moments, let constants = job.constants, let sums = job.sums,
      let input = job.gradients.input
    else { return }
    normalization.finish(
      sums, variance: moments.variance, constants, gammaGradient: job.gradients.gamma,
      betaGradient: job.gradients.beta)
    if !ownMoments { constants.clearShifts() }
    normalization.spread(
      job.input, input, constants, into: input, reads: ownMoments || normalization.epilogue == .relu)
  }
}

// MARK: - Memory

/// How the work of the gradients is cut, and where the parts of the workspace begin, behind the packed filter.
private struct SeparableLayout {
  let filterProduct: FilterProduct
  /// Runs of bands, each with sums and windows of its own.
  let pieces: Pieces
  let constants, normalizationSums, partials, windows: Int
  let partial: Partial
  let window: Window
  let total: Int
  private let paddedChannels: Int?

  /// Floats of a piece's sums, and where each begins.
  struct Partial {
    let depthwiseBias, pointwiseBias, pointwise, total: Int
  }

  /// Floats of the rows that a piece has in memory at once.
  struct Window {
    /// The gradient before pooling and between the convolutions, the normalised input, what lies between, panels of a product.
    let delta, gradient, source, between, panels: Int
    var total: Int { delta + gradient + source + between + panels }
  }

  init(_ operation: SeparableConvolution) {
    let (d, p) = (operation.depthwise.geometry, operation.pointwise.geometry)
    filterProduct = FilterProduct(channels: p.channels, filters: p.filters)
    pieces = Pieces(
      d.batch * operation.depthwise.outputBands.count,
      most: PointwiseGradients.mostPieces(sumCount: filterProduct.sumCount))
    paddedChannels = operation.normalization?.blocks.paddedChannels
    let bias = d.filterCount + d.channels
    partial = Partial(
      depthwiseBias: d.filterCount, pointwiseBias: bias, pointwise: bias + p.filters,
      total: bias + p.filters + filterProduct.sumCount)
    window = Self.window(operation, filterProduct)
    constants = FilterPacking.forwardCount(p.transposed, width: 16)
    normalizationSums = constants + operation.constantCount
    partials = normalizationSums + GradientSums.count(pieces: pieces.count, channels: paddedChannels ?? 0)
    windows = partials + pieces.count * partial.total
    total = windows + max(pieces.count * window.total, p.filterCount)
  }

  private static func window(_ operation: SeparableConvolution, _ product: FilterProduct) -> Window {
    let (d, p) = (operation.depthwise.geometry, operation.pointwise.geometry)
    let bands = 0..<operation.depthwise.outputBands.count
    let most = { (rows: (Int) -> Range<Int>) in bands.map { rows($0).count }.max() ?? 0 }
    let gradientPlaces = most(operation.gradientRows) * d.outputWidth
    return Window(
      delta: operation.pooling == nil ? 0 : gradientPlaces * p.filters, gradient: gradientPlaces * d.channels,
      source: operation.normalization == nil ? 0 : most(operation.sourceRows) * d.width * d.channels,
      between: most(operation.depthwise.outputBands.range) * d.outputWidth * d.channels, panels: product.panelCount)
  }

  /// The sums of every piece for the normalisation, if there is one.
  func normalizationSums(_ workspace: UnsafeMutablePointer<Float>) -> GradientSums? {
    paddedChannels.map { GradientSums(pieces: pieces.count, channels: $0, memory: workspace + normalizationSums) }
  }
}

// MARK: - A piece of work

/// What all pieces compute from and write to.
private struct SeparableJob {
  let layout: SeparableLayout
  let input: UnsafePointer<Float>
  let constants: BatchNormalization.Constants?
  /// The depthwise convolution, and the way back through it.
  let sum, adjoint: TapSum
  /// From the output gradient to the gradient between the convolutions.
  let product: PointwiseProduct
  let winners: UnsafePointer<UInt8>?
  let outputGradient: UnsafePointer<Float>
  let gradients: SeparableConvolution.Gradients
  let sums: GradientSums?
}

/// The rows that a piece has in memory.
private struct SeparableWindows {
  var delta, gradient, source: RowWindow
  let between, panels: UnsafeMutablePointer<Float>

  mutating func clear() {
    delta.clear()
    gradient.clear()
    source.clear()
  }
}

extension SeparableConvolution {
  /// The output rows whose gradients a band needs, for its input rows and for its part of the filter gradients.
  fileprivate func gradientRows(_ band: Int) -> Range<Int> {
    depthwise.outputBands.range(band).joined(depthwise.backwardRows.sources(of: depthwise.inputBands.range(band)))
  }

  /// The input rows that a band's output rows see.
  fileprivate func sourceRows(_ band: Int) -> Range<Int> {
    depthwise.forwardRows.sources(of: depthwise.outputBands.range(band))
  }

  private func windows(
    _ workspace: UnsafeMutablePointer<Float>, _ layout: SeparableLayout, _ piece: Int
  ) -> SeparableWindows {
    let (g, window) = (depthwise.geometry, layout.window)
    let delta = workspace + layout.windows + piece * window.total
    let gradient = delta + window.delta
    let source = gradient + window.gradient
    let between = source + window.source
    return SeparableWindows(
      delta: RowWindow(delta, rowCount: g.outputWidth * pointwise.geometry.filters),
      gradient: RowWindow(gradient, rowCount: g.outputWidth * g.channels),
      source: RowWindow(source, rowCount: g.width * g.channels), between: between, panels: between + window.between)
  }

  private func run(
    _ job: SeparableJob, _ piece: Int, partial: UnsafeMutablePointer<Float>, _ windows: SeparableWindows
  ) {
    var windows = windows
    let bands = depthwise.outputBands.count
    partial.update(repeating: 0, count: job.layout.partial.total)
    job.sums?.clear(piece)
    for index in job.layout.pieces.range(piece) {
      let (n, band) = (index / bands, index % bands)
      if band == 0 { windows.clear() }
      let delta = delta(job, n, band, &windows)
      let source = source(job, n, band, &windows)
      addPointwiseSums(job, band, source, delta, windows, to: partial)
      guard job.gradients.passPointwise else { continue }
      let gradient = gradient(job, band, delta, &windows)
      addDepthwiseSums(job, band, source, gradient, to: partial)
      computeInputGradient(job, piece, n, band, gradient)
    }
  }

  /// Where the gradient by the first row before pooling lies, or would lie.
  private func delta(
    _ job: SeparableJob, _ n: Int, _ band: Int, _ windows: inout SeparableWindows
  ) -> UnsafePointer<Float> {
    let p = pointwise.geometry
    guard let pooling, let winners = job.winners else {
      return job.outputGradient + n * p.outputHeight * p.outputWidth * p.filters
    }
    let image = n * pooling.geometry.outputHeight * pooling.geometry.outputWidth * p.filters
    for y in windows.delta.slide(to: gradientRows(band)) {
      pooling.gradient(
        row: y, winners: winners + image, outputGradient: job.outputGradient + image,
        into: windows.delta.base + y * p.outputWidth * p.filters)
    }
    return UnsafePointer(windows.delta.base)
  }

  /// Where the first row of the depthwise convolution's input lies, or would lie.
  private func source(
    _ job: SeparableJob, _ n: Int, _ band: Int, _ windows: inout SeparableWindows
  ) -> UnsafePointer<Float> {
    let image = job.input + n * depthwise.geometry.height * depthwise.geometry.width * depthwise.geometry.channels
    guard let constants = job.constants else { return image }
    normalize(windows.source.slide(to: sourceRows(band)), of: image, constants, into: windows.source.base)
    return UnsafePointer(windows.source.base)
  }

  /// Where the gradient by the first row between the convolutions lies, or would lie.
  private func gradient(
    _ job: SeparableJob, _ band: Int, _ delta: UnsafePointer<Float>, _ windows: inout SeparableWindows
  ) -> UnsafePointer<Float> {
    let (width, channels) = (depthwise.geometry.outputWidth, depthwise.geometry.channels)
    let missing = windows.gradient.slide(to: gradientRows(band))
    job.product.multiply(
      delta + missing.lowerBound * width * pointwise.geometry.filters, places: missing.count * width,
      into: windows.gradient.base + missing.lowerBound * width * channels)
    return UnsafePointer(windows.gradient.base)
  }

  private func addPointwiseSums(
    _ job: SeparableJob, _ band: Int, _ source: UnsafePointer<Float>, _ delta: UnsafePointer<Float>,
    _ windows: SeparableWindows, to partial: UnsafeMutablePointer<Float>
  ) {
    let (g, filters, rows) = (depthwise.geometry, pointwise.geometry.filters, depthwise.outputBands.range(band))
    let places = rows.count * g.outputWidth
    let delta = delta + rows.lowerBound * g.outputWidth * filters
    if job.gradients.pointwiseBias != nil {
      ColumnSums.addBlock(delta, 0..<places, filters, to: partial + job.layout.partial.pointwiseBias)
    }
    guard job.gradients.pointwiseFilter != nil else { return }
    for i in rows {
      job.sum.compute(
        row: i, source: source, into: windows.between + (i - rows.lowerBound) * g.outputWidth * g.channels)
    }
    job.layout.filterProduct.add(
      windows.between, delta, places: places, to: partial + job.layout.partial.pointwise, panels: windows.panels)
  }

  private func addDepthwiseSums(
    _ job: SeparableJob, _ band: Int, _ source: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    to partial: UnsafeMutablePointer<Float>
  ) {
    let (g, rows) = (depthwise.geometry, depthwise.outputBands.range(band))
    let sums = TapGradient(
      rows: depthwise.forwardRows, columns: depthwise.forwardColumns, channels: g.channels,
      kernelHeight: g.kernelHeight, kernelWidth: g.kernelWidth, source: source, gradient: gradient)
    if job.gradients.depthwiseFilter != nil { sums.addFilterGradient(rows, to: partial) }
    if job.gradients.depthwiseBias != nil {
      sums.addBiasGradient(rows, to: partial + job.layout.partial.depthwiseBias)
    }
  }

  /// The gradient by the depthwise convolution's input, and what it adds to the normalisation's sums.
  private func computeInputGradient(
    _ job: SeparableJob, _ piece: Int, _ n: Int, _ band: Int, _ gradient: UnsafePointer<Float>
  ) {
    guard let target = job.gradients.input else { return }
    let (g, rows) = (depthwise.geometry, depthwise.inputBands.range(band))
    for y in rows {
      job.adjoint.compute(row: y, source: gradient, into: target + (n * g.height + y) * g.width * g.channels)
    }
    guard let normalization, let constants = job.constants, let sums = job.sums else { return }
    let first = (n * g.height + rows.lowerBound) * g.width
    normalization.add(
      rows: first..<first + rows.count * g.width, job.input, target, constants, into: sums, piece)
  }
}
