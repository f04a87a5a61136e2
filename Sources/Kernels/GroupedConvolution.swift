import Tensors

/// Slides learned filters whose taps may lie apart over groups of channels, adds a bias and applies ReLU.
///
/// y[n,i,j,f] = b[f] + Σ x[n, i·s+u·d−top, j·s+v·d−left, g·C+c] · w[u,v,c,f], g being the filter's group of C channels
/// ## Shapes
/// input [batch, height, width, channels], filter [kernelHeight, kernelWidth, channels / groups, filters], bias [filters],
/// output [batch, outputHeight, outputWidth, filters].
///
/// The patches of a band of rows are gathered in a matrix that stays in the second-level cache; its products are OpenBLAS's:
/// outputs P x F = patches P x K times filter K x F, for each group.
package struct GroupedConvolution: Sendable {
  package let geometry: GroupedGeometry
  package let epilogue: Epilogue
  private let rowsPerBand: Int

  package init(_ geometry: GroupedGeometry, epilogue: Epilogue = .linear) {
    (self.geometry, self.epilogue) = (geometry, epilogue)
    let rowCount = geometry.outputWidth * geometry.patchCount
    rowsPerBand = min(max(Self.bandCount / rowCount, 1), geometry.outputHeight)
  }

  /// Floats of patches that stay in the second-level cache.
  private static var bandCount: Int { 64 << 10 }
  private static var mostPieces: Int { 16 }
  /// Floats that all partial filter gradients may take together.
  private static var partialBudget: Int { 16 << 20 }

  private var bandsPerImage: Int { (geometry.outputHeight + rowsPerBand - 1) / rowsPerBand }
  private var bands: Pieces { Pieces(geometry.batch * bandsPerImage, most: 2 * Self.mostPieces) }
  private var images: Pieces {
    Pieces(geometry.batch, most: min(max(Self.partialBudget / partialCount, 1), Self.mostPieces))
  }

  /// Floats of a band's patches, of its gradients by sums, and of a piece's gradients by filter and bias.
  private var patchesCount: Int { rowsPerBand * geometry.outputWidth * geometry.patchCount }
  private var sumsCount: Int { epilogue == .relu ? rowsPerBand * geometry.outputWidth * geometry.filters : 0 }
  private var partialCount: Int { geometry.filterCount + geometry.filters }

  package var outputCount: Int { geometry.outputCount }

  package var forwardWorkspaceCount: Int { bands.count * patchesCount }
  package var gradientWorkspaceCount: Int { images.count * (partialCount + patchesCount + sumsCount) }

  /// A band of output rows of one image.
  private struct Band {
    let image: Int
    let rows: Range<Int>
  }

  private func band(_ index: Int) -> Band {
    let first = index % bandsPerImage * rowsPerBand
    return Band(image: index / bandsPerImage, rows: first..<min(first + rowsPerBand, geometry.outputHeight))
  }

  private func firstPlace(_ band: Band) -> Int {
    (band.image * geometry.outputHeight + band.rows.lowerBound) * geometry.outputWidth
  }

  /// Computes the layer's output.
  ///
  /// - Parameter workspace: `forwardWorkspaceCount` floats.
  package func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let rows = BiasedRows(columns: g.filters, bias: bias, epilogue: epilogue)
    let pieces = bands
    ThreadPool.shared.parallel(pieces.count) { piece in
      let patches = workspace + piece * patchesCount
      for index in pieces.range(piece) {
        let band = band(index)
        let target = output + firstPlace(band) * g.filters
        let places = band.rows.count * g.outputWidth
        for group in 0..<g.groups {
          gather(input, band, group, into: patches)
          OpenBLAS.multiply(
            patches, strideA: g.patchCount, filter + group * g.groupFilters, strideB: g.filters,
            into: target + group * g.groupFilters, strideC: g.filters, m: places, n: g.groupFilters, k: g.patchCount)
        }
        rows.finishRun(target, rows: places)
      }
    }
  }

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
    let g = geometry
    let pieces = images
    let imageCount = g.height * g.width * g.channels
    ThreadPool.shared.parallel(pieces.count) { piece in
      let partial = workspace + piece * partialCount
      let patches = workspace + pieces.count * partialCount + piece * (patchesCount + sumsCount)
      partial.update(repeating: 0, count: partialCount)
      let images = pieces.range(piece)
      if let inputGradient {
        (inputGradient + images.lowerBound * imageCount).update(repeating: 0, count: images.count * imageCount)
      }
      for index in images.lowerBound * bandsPerImage..<images.upperBound * bandsPerImage {
        let band = band(index)
        let gradient = masked(outputGradient, output, band, into: patches + patchesCount)
        if biasGradient != nil {
          ColumnSums.addBlock(
            gradient, 0..<band.rows.count * g.outputWidth, g.filters, to: partial + g.filterCount)
        }
        if filterGradient != nil { addFilterGradient(input, band, gradient, patches, to: partial) }
        if let inputGradient { addInputGradient(filter, band, gradient, patches, to: inputGradient) }
      }
    }
    guard filterGradient != nil || biasGradient != nil else { return }
    Reduction.sum(workspace, pieces: pieces.count, count: partialCount)
    filterGradient?.update(from: workspace, count: g.filterCount)
    biasGradient?.update(from: workspace + g.filterCount, count: g.filters)
  }

  /// The gradient by a band's sums: zero where ReLU cut.
  private func masked(
    _ gradient: UnsafePointer<Float>, _ output: UnsafePointer<Float>, _ band: Band,
    into sums: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let first = firstPlace(band) * geometry.filters
    guard epilogue == .relu else { return gradient + first }
    let count = band.rows.count * geometry.outputWidth * geometry.filters
    Reduction.maskRun(gradient + first, by: output + first, into: sums, count: count)
    return UnsafePointer(sums)
  }

  /// K x F += patches K x P times gradients P x F, for each group.
  private func addFilterGradient(
    _ input: UnsafePointer<Float>, _ band: Band, _ gradient: UnsafePointer<Float>,
    _ patches: UnsafeMutablePointer<Float>, to sums: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    for group in 0..<g.groups {
      gather(input, band, group, into: patches)
      OpenBLAS.multiply(
        patches, .transposed, strideA: g.patchCount, gradient + group * g.groupFilters, strideB: g.filters,
        into: sums + group * g.groupFilters, strideC: g.filters, m: g.patchCount, n: g.groupFilters,
        k: band.rows.count * g.outputWidth, isAdding: true)
    }
  }

  /// Patches P x K = gradients P x F times filter F x K for each group, each added where it was gathered from.
  private func addInputGradient(
    _ filter: UnsafePointer<Float>, _ band: Band, _ gradient: UnsafePointer<Float>,
    _ patches: UnsafeMutablePointer<Float>, to inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    for group in 0..<g.groups {
      OpenBLAS.multiply(
        gradient + group * g.groupFilters, strideA: g.filters, filter + group * g.groupFilters, .transposed,
        strideB: g.filters, into: patches, strideC: g.patchCount, m: band.rows.count * g.outputWidth, n: g.patchCount,
        k: g.groupFilters)
      forEachTap(band, group) { at, from in
        guard let from else { return }
        Reduction.addRun(UnsafePointer(patches) + at, to: inputGradient + from, count: g.groupChannels)
      }
    }
  }

  private func gather(
    _ input: UnsafePointer<Float>, _ band: Band, _ group: Int, into patches: UnsafeMutablePointer<Float>
  ) {
    let count = geometry.groupChannels
    forEachTap(band, group) { at, from in
      if let from {
        (patches + at).update(from: input + from, count: count)
      } else {
        (patches + at).update(repeating: 0, count: count)
      }
    }
  }

  /// Calls `body` for every tap of every place: where its channels lie in the patches and in the images; nil outside.
  @inline(__always)
  private func forEachTap(_ band: Band, _ group: Int, _ body: (_ at: Int, _ from: Int?) -> Void) {
    let g = geometry
    var at = 0
    for i in band.rows {
      for j in 0..<g.outputWidth {
        for u in 0..<g.kernelHeight {
          let y = i * g.strideHeight + u * g.dilationHeight - g.padding.top
          for v in 0..<g.kernelWidth {
            let x = j * g.strideWidth + v * g.dilationWidth - g.padding.left
            let isInside = y >= 0 && y < g.height && x >= 0 && x < g.width
            let place = (band.image * g.height + y) * g.width + x
            body(at, isInside ? place * g.channels + group * g.groupChannels : nil)
            at += g.groupChannels
          }
        }
      }
    }
  }
}
