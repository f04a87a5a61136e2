import Tensors

// The gradients. The normalised input and the gradient by what lies between the convolutions are computed for a band of rows at a
// time, as the depthwise convolution needs them, and never stored as a whole.

extension SeparableConvolution {
  /// Where gradients go, which are overwritten; nil where nobody needs one.
  package struct Gradients {
    /// By the depthwise convolution's input: by the normalised values, if there is a normalisation.
    let input: UnsafeMutablePointer<Float>?
    let depthwiseFilter, depthwiseBias: UnsafeMutablePointer<Float>?
    let pointwiseFilter, pointwiseBias: UnsafeMutablePointer<Float>?

    package init(
      input: UnsafeMutablePointer<Float>?, depthwiseFilter: UnsafeMutablePointer<Float>?,
      depthwiseBias: UnsafeMutablePointer<Float>?, pointwiseFilter: UnsafeMutablePointer<Float>?,
      pointwiseBias: UnsafeMutablePointer<Float>?
    ) {
      self.input = input
      (self.depthwiseFilter, self.depthwiseBias) = (depthwiseFilter, depthwiseBias)
      (self.pointwiseFilter, self.pointwiseBias) = (pointwiseFilter, pointwiseBias)
    }

    var needsDepthwiseSums: Bool { depthwiseFilter != nil || depthwiseBias != nil }
  }

  /// Whether the gradients are computed here: nothing is rectified on the way back to the normalised input, and every row that they
  /// read is computed because a window of the pooling covers it.
  package var isDifferentiable: Bool {
    depthwise.epilogue == .linear && pointwise.epilogue == .linear && pooling?.geometry.coversAllRows ?? true
  }

  /// Floats of scratch memory that `gradients` needs.
  package var gradientWorkspaceCount: Int {
    max(pointwise.gradientWorkspaceCount, layout.total)
  }

  /// Computes the gradients by the weights of both convolutions and by the depthwise convolution's input.
  ///
  /// - Parameters:
  ///   - between: what `forward` kept.
  ///   - outputGradient: by the output before pooling.
  ///   - workspace: `gradientWorkspaceCount` floats.
  package func gradients(
    input: UnsafePointer<Float>, moments: Moments?, depthwise filter: UnsafePointer<Float>,
    between: UnsafePointer<Float>, pointwise pointwiseFilter: UnsafePointer<Float>,
    outputGradient: UnsafePointer<Float>, into gradients: Gradients, workspace: UnsafeMutablePointer<Float>
  ) {
    if gradients.pointwiseFilter != nil || gradients.pointwiseBias != nil {
      // Without ReLU nobody reads the output.
      pointwise.gradients(
        input: between, filter: pointwiseFilter, output: outputGradient, winners: nil, outputGradient: outputGradient,
        inputGradient: nil, filterGradient: gradients.pointwiseFilter, biasGradient: gradients.pointwiseBias,
        workspace: workspace)
    }
    guard gradients.input != nil || gradients.needsDepthwiseSums else { return }
    pack(pointwiseFilter, into: workspace)
    let layout = layout
    let job = Job(
      input: input, constants: constants(moments, memory: workspace + layout.constants), filter: filter,
      product: PointwiseProduct(
        channels: pointwise.geometry.filters, filters: depthwise.geometry.channels, isRectified: false,
        packed: workspace), outputGradient: outputGradient, gradients: gradients)
    let partials = workspace + layout.partials
    let pieces = depthwise.pieces
    partials.update(repeating: 0, count: pieces.count * depthwise.partialCount)
    ThreadPool.shared.parallel(pieces.count) { piece in
      run(
        job, pieces.range(piece), partial: partials + piece * depthwise.partialCount,
        memory: workspace + layout.windows + piece * layout.window)
    }
    guard gradients.needsDepthwiseSums else { return }
    Reduction.sum(partials, pieces: pieces.count, count: depthwise.partialCount)
    let filterCount = depthwise.geometry.filterCount
    gradients.depthwiseFilter?.update(from: partials, count: filterCount)
    gradients.depthwiseBias?.update(from: partials + filterCount, count: depthwise.geometry.channels)
  }

  /// What all pieces compute from and write to.
  private struct Job {
    let input: UnsafePointer<Float>
    let constants: BatchNormalization.Constants?
    let filter: UnsafePointer<Float>
    /// From the output gradient to the gradient by what lies between.
    let product: PointwiseProduct
    let outputGradient: UnsafePointer<Float>
    let gradients: Gradients
  }

  // MARK: - Memory

  /// Where the parts of the workspace begin, behind the packed filter.
  private struct Layout {
    let constants, partials, windows: Int
    /// Floats of the rows that a piece has in memory at once, and of those of the gradient.
    let window, gradientWindow: Int
    let total: Int
  }

  private var layout: Layout {
    let (g, bands) = (depthwise.geometry, 0..<depthwise.outputBands.count)
    let gradientRows = bands.map { self.gradientRows($0).count }.max() ?? 0
    let sourceRows = bands.map { self.sourceRows($0).count }.max() ?? 0
    let gradientWindow = gradientRows * g.outputWidth * g.channels
    let window = gradientWindow + (normalization == nil ? 0 : sourceRows * g.width * g.channels)
    let packed = FilterPacking.forwardCount(adjoint, width: 16)
    let partials = packed + constantCount
    let windows = partials + depthwise.pieces.count * depthwise.partialCount
    return Layout(
      constants: packed, partials: partials, windows: windows, window: window, gradientWindow: gradientWindow,
      // The filter is transposed where the windows lie later.
      total: windows + max(depthwise.pieces.count * window, pointwise.geometry.filterCount))
  }

  private var adjoint: ConvolutionGeometry {
    let p = pointwise.geometry
    return ConvolutionGeometry(
      batch: p.batch, input: (p.height, p.width, p.filters), kernel: (1, 1), filters: p.channels)
  }

  private func pack(_ filter: UnsafePointer<Float>, into workspace: UnsafeMutablePointer<Float>) {
    let transposed = workspace + layout.windows
    FilterPacking.transpose(filter, pointwise.geometry, into: transposed)
    FilterPacking.packForward(transposed, bias: nil, adjoint, width: 16, into: workspace)
  }

  // MARK: - A piece of work

  /// The output rows whose gradients a band needs, for its input rows and for its part of the filter gradient.
  private func gradientRows(_ band: Int) -> Range<Int> {
    depthwise.outputBands.range(band).joined(depthwise.backwardRows.sources(of: depthwise.inputBands.range(band)))
  }

  /// The input rows that a band's output rows see.
  private func sourceRows(_ band: Int) -> Range<Int> {
    depthwise.forwardRows.sources(of: depthwise.outputBands.range(band))
  }

  private func run(
    _ job: Job, _ indices: Range<Int>, partial: UnsafeMutablePointer<Float>, memory: UnsafeMutablePointer<Float>
  ) {
    let (g, filters, bands) = (depthwise.geometry, pointwise.geometry.filters, depthwise.outputBands.count)
    var gradient = RowWindow(memory, rowCount: g.outputWidth * g.channels)
    var source = RowWindow(memory + layout.gradientWindow, rowCount: g.width * g.channels)
    for index in indices {
      let (n, band) = (index / bands, index % bands)
      if band == 0 {
        gradient.clear()
        source.clear()
      }
      let missing = gradient.slide(to: gradientRows(band))
      job.product.multiply(
        job.outputGradient + (n * g.outputHeight + missing.lowerBound) * g.outputWidth * filters,
        places: missing.count * g.outputWidth,
        into: gradient.base + missing.lowerBound * g.outputWidth * g.channels)
      if job.gradients.input != nil { computeInputGradient(job, n, band, UnsafePointer(gradient.base)) }
      guard job.gradients.needsDepthwiseSums else { continue }
      var image = job.input + n * g.height * g.width * g.channels
      if let constants = job.constants {
        normalize(source.slide(to: sourceRows(band)), of: image, constants, into: source.base)
        image = UnsafePointer(source.base)
      }
      addDepthwiseSums(job, band, image, UnsafePointer(gradient.base), to: partial)
    }
  }

  private func computeInputGradient(_ job: Job, _ n: Int, _ band: Int, _ gradient: UnsafePointer<Float>) {
    guard let inputGradient = job.gradients.input else { return }
    let g = depthwise.geometry
    let sum = TapSum(
      rows: depthwise.backwardRows, columns: depthwise.backwardColumns, channels: g.channels,
      kernelWidth: g.kernelWidth, filter: job.filter, bias: nil, isRectified: false)
    for y in depthwise.inputBands.range(band) {
      sum.compute(row: y, source: gradient, into: inputGradient + (n * g.height + y) * g.width * g.channels)
    }
  }

  private func addDepthwiseSums(
    _ job: Job, _ band: Int, _ source: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    to partial: UnsafeMutablePointer<Float>
  ) {
    let (g, rows) = (depthwise.geometry, depthwise.outputBands.range(band))
    let sums = TapGradient(
      rows: depthwise.forwardRows, columns: depthwise.forwardColumns, channels: g.channels,
      kernelHeight: g.kernelHeight, kernelWidth: g.kernelWidth, source: source, gradient: gradient)
    if job.gradients.depthwiseFilter != nil { sums.addFilterGradient(rows, to: partial) }
    if job.gradients.depthwiseBias != nil { sums.addBiasGradient(rows, to: partial + g.filterCount) }
  }
}
