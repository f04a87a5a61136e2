import Tensors

// The gradients. In each band the gradient by some input rows and the part of the filter gradient that some output rows give
// are computed while the rows are in the cache. A piece of bands has partial sums of its own, added in the order of pieces.

extension DepthwiseConvolution {
  /// Computes the gradients by input, filter and bias from the gradient by the output (after the epilogue).
  ///
  /// - Parameters:
  ///   - output: what `forward` wrote; read if the epilogue is ReLU.
  ///   - inputGradient, filterGradient, biasGradient: overwritten; nil where nobody needs the gradient.
  package func gradients(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, output: UnsafePointer<Float>,
    outputGradient: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>?,
    filterGradient: UnsafeMutablePointer<Float>?, biasGradient: UnsafeMutablePointer<Float>?,
    workspace: UnsafeMutablePointer<Float>
  ) {
    let partials = workspace + pieces.count * scratch.total
    let needsSums = filterGradient != nil || biasGradient != nil
    if needsSums { partials.update(repeating: 0, count: pieces.count * partialCount) }
    let adjoint = adjoint(filter)
    forEachBand { piece, n, band in
      let buffer = workspace + piece * scratch.total
      let gradient = maskedGradient(outputGradient, output, n, band, buffer: buffer)
      if let inputGradient {
        let rows = inputBands.range(band)
        computeInputGradient(adjoint, gradient, n, rows, buffer: buffer + scratch.gradient, into: inputGradient)
      }
      guard needsSums else { return }
      let rows = outputBands.range(band)
      let partial = partials + piece * partialCount
      let source = source(input, n, rows: rows, buffer: buffer + scratch.gradient + scratch.inputGradient)
      let sums = TapGradient(
        rows: forwardRows, columns: forwardColumns, channels: geometry.outputChannels,
        kernelHeight: geometry.kernelHeight, kernelWidth: geometry.kernelWidth, source: source, gradient: gradient)
      if filterGradient != nil { sums.addFilterGradient(rows, to: partial) }
      if biasGradient != nil { sums.addBiasGradient(rows, to: partial + geometry.filterCount) }
    }
    guard needsSums else { return }
    Reduction.sum(partials, pieces: pieces.count, count: partialCount)
    filterGradient?.update(from: partials, count: geometry.filterCount)
    biasGradient?.update(from: partials + geometry.filterCount, count: geometry.outputChannels)
  }

  private func adjoint(_ filter: UnsafePointer<Float>) -> TapSum {
    TapSum(
      rows: backwardRows, columns: backwardColumns, channels: geometry.outputChannels,
      kernelWidth: geometry.kernelWidth, filter: filter, bias: nil, isRectified: false)
  }

  /// Where the gradient by the sums of the image's first output row lies; only rows that the band needs are there.
  private func maskedGradient(
    _ gradient: UnsafePointer<Float>, _ output: UnsafePointer<Float>, _ n: Int, _ band: Int,
    buffer: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let rowCount = geometry.outputWidth * geometry.outputChannels
    let image = n * geometry.outputHeight * rowCount
    guard epilogue == .relu else { return gradient + image }
    let rows = outputBands.range(band).joined(backwardRows.sources(of: inputBands.range(band)))
    let first = rows.lowerBound * rowCount
    Reduction.maskRun(gradient + image + first, by: output + image + first, into: buffer, count: rows.count * rowCount)
    return UnsafePointer(buffer) - first
  }

  private func computeInputGradient(
    _ adjoint: TapSum, _ gradient: UnsafePointer<Float>, _ n: Int, _ rows: Range<Int>,
    buffer: UnsafeMutablePointer<Float>, into inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let target = inputGradient + n * g.height * g.width * g.channels
    for y in rows {
      let row = target + y * g.width * g.channels
      if g.multiplier == 1 {
        adjoint.compute(row: y, source: gradient, into: row)
      } else {
        adjoint.compute(row: y, source: gradient, into: buffer)
        Repetition.fold(buffer, into: row, count: g.width * g.channels, times: g.multiplier)
      }
    }
  }
}

extension Reduction {
  /// Adds several partial sums that lie one after another, in their order, into the first.
  static func sum(_ partials: UnsafeMutablePointer<Float>, pieces: Int, count: Int) {
    let ranges = Pieces(count, most: 16)
    ThreadPool.shared.parallel(ranges.count) { index in
      let range = ranges.range(index)
      for piece in 1..<max(pieces, 1) {
        let source = UnsafePointer(partials) + piece * count + range.lowerBound
        addRun(source, to: partials + range.lowerBound, count: range.count)
      }
    }
  }

  /// `target = gradient` where `output` is greater than 0, else 0, on the calling thread: the gradient through ReLU.
  static func maskRun(
    _ gradient: UnsafePointer<Float>, by output: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    var start = 0
    while start < count {
      let length = min(count - start, 16)
      let kept = gradient.vector(start, count: length).kept(wherePositive: output.vector(start, count: length))
      target.store(kept, at: start, count: length)
      start += 16
    }
  }
}
