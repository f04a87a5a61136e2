import Tensors

/// Slides filters of its own over each channel of an image, adds a bias and applies ReLU, in one pass.
///
/// y[n,i,j,c·m′+m] = b[c·m′+m] + Σ x[n, i·s+u·d−top, j·s+v·d−left, c] · w[u,v,c,m], m′ being the multiplier, d the dilation
/// ## Shapes
/// input [batch, height, width, channels], filter [kernelHeight, kernelWidth, channels, multiplier],
/// bias [channels · multiplier], output [batch, outputHeight, outputWidth, channels · multiplier].
///
/// Bands of rows stay in the second-level cache. With a multiplier above 1 a band's input is repeated first, so that filter and
/// map have the same channels.
package struct DepthwiseConvolution: Sendable {
  package let geometry: DepthwiseGeometry
  package let epilogue: Epilogue

  /// How outputs see inputs, and inputs the outputs that saw them.
  let forwardRows, forwardColumns, backwardRows, backwardColumns: TapAxis
  /// Bands that an image is cut into: of output rows, and for the input gradient of as many runs of input rows.
  let outputBands, inputBands: Pieces
  let scratch: Scratch

  /// Floats of the copies that one band may need.
  struct Scratch: Sendable {
    /// The input with each channel repeated, the gradient where ReLU let pass, a row of the gradient by the repeated input.
    let input, gradient, inputGradient: Int
    var total: Int { input + gradient + inputGradient }
  }

  package init(_ geometry: DepthwiseGeometry, epilogue: Epilogue = .linear) {
    let g = geometry
    (self.geometry, self.epilogue) = (geometry, epilogue)
    forwardRows = TapAxis(
      output: g.outputHeight, input: g.height, kernel: g.kernelHeight, stride: g.strideHeight,
      dilation: g.dilationHeight, before: g.padding.top)
    forwardColumns = TapAxis(
      output: g.outputWidth, input: g.width, kernel: g.kernelWidth, stride: g.strideWidth, dilation: g.dilationWidth,
      before: g.padding.left)
    (backwardRows, backwardColumns) = (forwardRows.adjoint, forwardColumns.adjoint)
    let imageCount = (2 * g.height * g.width + g.outputHeight * g.outputWidth) * g.outputChannels
    let bands = min(g.height, g.outputHeight, (imageCount + Self.bandCount - 1) / Self.bandCount)
    (outputBands, inputBands) = (Pieces(g.outputHeight, most: bands), Pieces(g.height, most: bands))
    scratch = Self.scratch(g, epilogue, forwardRows, backwardRows, outputBands, inputBands)
  }

  /// Floats of input, output and input gradient that stay in the second-level cache.
  private static var bandCount: Int { 96 << 10 }
  private static var mostPieces: Int { 16 }

  private static func scratch(
    _ g: DepthwiseGeometry, _ epilogue: Epilogue, _ forward: TapAxis, _ backward: TapAxis, _ outputs: Pieces,
    _ inputs: Pieces
  ) -> Scratch {
    let most = { (rows: (Int) -> Int) in (0..<outputs.count).map(rows).max() ?? 0 }
    let isRepeated = g.multiplier > 1
    let inputRow = isRepeated ? g.width * g.outputChannels : 0
    let outputRow = epilogue == .relu ? g.outputWidth * g.outputChannels : 0
    return Scratch(
      input: inputRow * most { forward.sources(of: outputs.range($0)).count },
      gradient: outputRow * most { outputs.range($0).joined(backward.sources(of: inputs.range($0))).count },
      inputGradient: inputRow)
  }

  /// Runs of bands, each with a scratch memory and partial sums of its own.
  var pieces: Pieces { Pieces(geometry.batch * outputBands.count, most: Self.mostPieces) }

  /// Floats of one piece's filter gradient, its bias gradient behind it.
  var partialCount: Int { geometry.filterCount + geometry.outputChannels }

  package var outputCount: Int { geometry.outputCount }

  package var forwardWorkspaceCount: Int { pieces.count * scratch.input }
  package var gradientWorkspaceCount: Int { pieces.count * (partialCount + scratch.total) }

  /// Computes the layer's output.
  ///
  /// - Parameter workspace: `forwardWorkspaceCount` floats.
  package func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let sum = TapSum(
      rows: forwardRows, columns: forwardColumns, channels: g.outputChannels, kernelWidth: g.kernelWidth,
      filter: filter, bias: bias, isRectified: epilogue == .relu)
    let rowCount = g.outputWidth * g.outputChannels
    forEachBand { piece, n, band in
      let rows = outputBands.range(band)
      let source = self.source(input, n, rows: rows, buffer: workspace + piece * scratch.input)
      for i in rows { sum.compute(row: i, source: source, into: output + (n * g.outputHeight + i) * rowCount) }
    }
  }

  /// Calls `body` for every band: its piece, its image and which of the image's bands it is.
  func forEachBand(_ body: (_ piece: Int, _ image: Int, _ band: Int) -> Void) {
    let pieces = pieces
    ThreadPool.shared.parallel(pieces.count) { piece in
      for index in pieces.range(piece) { body(piece, index / outputBands.count, index % outputBands.count) }
    }
  }

  /// Where the image's first row lies, each channel repeated; only rows that the output rows see are there.
  func source(
    _ input: UnsafePointer<Float>, _ n: Int, rows: Range<Int>, buffer: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let g = geometry
    let image = input + n * g.height * g.width * g.channels
    guard g.multiplier > 1 else { return image }
    let seen = forwardRows.sources(of: rows)
    Repetition.spread(
      image + seen.lowerBound * g.width * g.channels, into: buffer, count: seen.count * g.width * g.channels,
      times: g.multiplier)
    return UnsafePointer(buffer) - seen.lowerBound * g.width * g.outputChannels
  }
}

extension Range<Int> {
  /// The least range that holds both; an empty one adds nothing.
  func joined(_ other: Range<Int>) -> Range<Int> {
    other.isEmpty ? self : Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}
