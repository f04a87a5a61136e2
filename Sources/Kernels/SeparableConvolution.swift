import Tensors

/// A depthwise convolution and the convolution of 1 x 1 after it in one pass; a normalisation of the input by given moments may
/// go before, and max pooling follow. What lies between them never leaves the second-level cache, in training either.
///
/// Gives the bits that the operations give one after another.
/// ## Shapes
/// input [batch, height, width, channels], depthwise filter [kernelHeight, kernelWidth, channels, 1], pointwise filter
/// [channels, filters], biases [channels] and [filters], output [batch, outputHeight, outputWidth, filters] or its maxima.
package struct SeparableConvolution: Sendable {
  package let normalization: BatchNormalization?
  package let depthwise: DepthwiseConvolution
  package let pointwise: Convolution
  package let pooling: MaxPooling?
  /// Output rows of an image that a band has.
  private let bands: Pieces
  private let scratch: Scratch

  /// Floats of the rows that are in memory at once: of the normalised input, behind the depthwise convolution, before pooling.
  private struct Scratch {
    let source, between, convolved: Int
    var total: Int { source + between + convolved }
  }

  /// Floats of input, of what lies between and of output that a band takes: more where the filters are too many to stay in the
  /// second-level cache, so that they come from the third less often.
  private static func bandCount(_ pointwise: ConvolutionGeometry) -> Int {
    pointwise.filterCount > 32 << 10 ? 96 << 10 : 48 << 10
  }
  private static var mostPieces: Int { 16 }

  /// Nil where the operations do not follow each other on the same map in this way.
  package init?(
    normalization: BatchNormalization? = nil, depthwise: DepthwiseConvolution, pointwise: Convolution,
    pooling: MaxPooling? = nil
  ) {
    let (d, p) = (depthwise.geometry, pointwise.geometry)
    guard d.multiplier == 1, p.isPointwise, !pointwise.isPooled,
      [p.batch, p.height, p.width, p.channels] == [d.batch, d.outputHeight, d.outputWidth, d.channels],
      normalization.map({ $0.channels == d.channels && $0.rows == d.batch * d.height * d.width }) ?? true,
      pooling.map({ $0.geometry.takes(p) }) ?? true
    else { return nil }
    (self.normalization, self.depthwise, self.pointwise, self.pooling) = (normalization, depthwise, pointwise, pooling)
    let imageCount = (d.height * d.width + d.outputHeight * d.outputWidth) * d.channels + p.outputCount / p.batch
    let rows = pooling?.geometry.outputHeight ?? d.outputHeight
    bands = Pieces(rows, most: (imageCount + Self.bandCount(p) - 1) / Self.bandCount(p))
    scratch = Self.scratch(bands, depthwise, pooling, normalizes: normalization != nil, filters: p.filters)
  }

  private static func scratch(
    _ bands: Pieces, _ depthwise: DepthwiseConvolution, _ pooling: MaxPooling?, normalizes: Bool, filters: Int
  ) -> Scratch {
    let g = depthwise.geometry
    let convolved = (0..<bands.count).map { pooling?.geometry.rows(under: bands.range($0)) ?? bands.range($0) }
    let mostConvolved = convolved.map(\.count).max() ?? 0
    let mostSource = convolved.map { depthwise.forwardRows.sources(of: $0).count }.max() ?? 0
    return Scratch(
      source: normalizes ? mostSource * g.width * g.channels : 0, between: mostConvolved * g.outputWidth * g.channels,
      convolved: pooling == nil ? 0 : mostConvolved * g.outputWidth * filters)
  }

  private var pieces: Pieces { Pieces(depthwise.geometry.batch * bands.count, most: Self.mostPieces) }
  private var packedCount: Int { FilterPacking.forwardCount(pointwise.geometry, width: 16) }
  var constantCount: Int { normalization.map { BatchNormalization.Constants.count($0) } ?? 0 }

  /// Floats of scratch memory that `forward` needs.
  package var workspaceCount: Int { packedCount + constantCount + pieces.count * scratch.total }

  /// Multiplications of both convolutions by the textbook's method.
  package var multiplications: Int { depthwise.multiplications + pointwise.geometry.multiplications }

  /// Moments, factor and offset of the normalisation.
  package struct Moments {
    let mean, variance: UnsafePointer<Float>
    let gamma, beta: UnsafePointer<Float>?

    package init(
      mean: UnsafePointer<Float>, variance: UnsafePointer<Float>, gamma: UnsafePointer<Float>?,
      beta: UnsafePointer<Float>?
    ) {
      (self.mean, self.variance, self.gamma, self.beta) = (mean, variance, gamma, beta)
    }
  }

  /// A filter and its bias.
  package struct Weights {
    let filter: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?

    package init(filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?) {
      (self.filter, self.bias) = (filter, bias)
    }
  }

  /// Computes the output.
  ///
  /// - Parameters:
  ///   - moments: those of the normalisation, if there is one.
  ///   - winners: gets the places of the maxima for the gradients; nil where nobody needs them, or nothing is pooled.
  ///   - workspace: `workspaceCount` floats.
  package func forward(
    input: UnsafePointer<Float>, moments: Moments?, depthwise weights: Weights, pointwise pointwiseWeights: Weights,
    winners: UnsafeMutablePointer<UInt8>? = nil, output: UnsafeMutablePointer<Float>,
    workspace: UnsafeMutablePointer<Float>
  ) {
    let (d, p) = (depthwise.geometry, pointwise.geometry)
    FilterPacking.packForward(
      pointwiseWeights.filter, bias: pointwiseWeights.bias, p, width: 16, into: workspace)
    let stages = Stages(
      constants: constants(moments, memory: workspace + packedCount),
      sum: forwardSum(weights),
      product: PointwiseProduct(
        channels: d.channels, filters: p.filters, isRectified: pointwise.epilogue == .relu, packed: workspace))
    let pieces = pieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      let memory = workspace + packedCount + constantCount + piece * scratch.total
      run(stages, bands: pieces.range(piece), input, winners, output, memory)
    }
  }

  /// The depthwise convolution, row by row.
  func forwardSum(_ weights: Weights) -> TapSum {
    TapSum(
      rows: depthwise.forwardRows, columns: depthwise.forwardColumns, channels: depthwise.geometry.channels,
      kernelWidth: depthwise.geometry.kernelWidth, filter: weights.filter, bias: weights.bias,
      isRectified: depthwise.epilogue == .relu)
  }

  func constants(
    _ moments: Moments?, memory: UnsafeMutablePointer<Float>
  ) -> BatchNormalization.Constants? {
    guard let normalization, let moments else { return nil }
    return BatchNormalization.Constants(
      normalization, mean: moments.mean, variance: moments.variance, gamma: moments.gamma, beta: moments.beta,
      memory: memory)
  }
}

// MARK: - A piece of work

extension SeparableConvolution {
  /// What the stages compute with.
  private struct Stages {
    let constants: BatchNormalization.Constants?
    let sum: TapSum
    let product: PointwiseProduct
  }

  /// Runs all stages for one band after another.
  private func run(
    _ stages: Stages, bands indices: Range<Int>, _ input: UnsafePointer<Float>,
    _ winners: UnsafeMutablePointer<UInt8>?, _ output: UnsafeMutablePointer<Float>,
    _ memory: UnsafeMutablePointer<Float>
  ) {
    let (g, filters) = (depthwise.geometry, pointwise.geometry.filters)
    let (inputRow, outputRow) = (g.width * g.channels, g.outputWidth * filters)
    var source = RowWindow(memory, rowCount: inputRow)
    var convolved = RowWindow(memory + scratch.source + scratch.between, rowCount: outputRow)
    for index in indices {
      let (n, band) = (index / bands.count, index % bands.count)
      if band == 0 {
        source.clear()
        convolved.clear()
      }
      let image = input + n * g.height * inputRow
      let rows = bands.range(band)
      let maps = Maps(stages: stages, image: image, between: memory + scratch.source)
      guard let pooling else {
        convolve(rows, maps, &source, into: output + n * g.outputHeight * outputRow)
        continue
      }
      let missing = convolved.slide(to: pooling.geometry.rows(under: rows))
      convolve(missing, maps, &source, into: convolved.base)
      let pooledRow = pooling.geometry.outputWidth * filters
      for i in rows {
        let at = (n * pooling.geometry.outputHeight + i) * pooledRow
        pooling.pool(row: i, of: convolved.base, into: output + at, winners: winners.map { $0 + at })
      }
    }
  }

  /// Where an image and what lies between the convolutions lie.
  private struct Maps {
    let stages: Stages
    let image: UnsafePointer<Float>
    let between: UnsafeMutablePointer<Float>
  }

  /// Computes rows of the convolution.
  ///
  /// - Parameter target: where the map's first row lies, or would lie.
  private func convolve(
    _ rows: Range<Int>, _ maps: Maps, _ source: inout RowWindow, into target: UnsafeMutablePointer<Float>
  ) {
    let g = depthwise.geometry
    let rowCount = g.outputWidth * g.channels
    var image = maps.image
    if let constants = maps.stages.constants {
      normalize(source.slide(to: depthwise.forwardRows.sources(of: rows)), of: image, constants, into: source.base)
      image = UnsafePointer(source.base)
    }
    for i in rows {
      maps.stages.sum.compute(row: i, source: image, into: maps.between + (i - rows.lowerBound) * rowCount)
    }
    maps.stages.product.multiply(
      maps.between, places: rows.count * g.outputWidth,
      into: target + rows.lowerBound * g.outputWidth * pointwise.geometry.filters)
  }

  /// Normalises rows of an image.
  func normalize(
    _ rows: Range<Int>, of image: UnsafePointer<Float>, _ constants: BatchNormalization.Constants,
    into target: UnsafeMutablePointer<Float>
  ) {
    let g = depthwise.geometry
    let isRectified = normalization?.epilogue == .relu
    for place in rows.lowerBound * g.width..<rows.upperBound * g.width {
      for c in stride(from: 0, to: g.channels, by: 16) {
        let count = min(g.channels - c, 16)
        let y = constants.normalized(image.vector(place * g.channels + c, count: count), c)
        target.store(isRectified ? y.rectified : y, at: place * g.channels + c, count: count)
      }
    }
  }
}

extension PoolingGeometry {
  /// Whether this pools what a convolution computes.
  fileprivate func takes(_ convolution: ConvolutionGeometry) -> Bool {
    [batch, height, width, channels]
      == [convolution.batch, convolution.outputHeight, convolution.outputWidth, convolution.filters]
  }

  /// The rows of the map that the windows of some rows of the output cover.
  fileprivate func rows(under range: Range<Int>) -> Range<Int> {
    let first = max(range.lowerBound * strideHeight - padding.top, 0)
    return first..<max(first, min((range.upperBound - 1) * strideHeight - padding.top + windowHeight, height))
  }
}
