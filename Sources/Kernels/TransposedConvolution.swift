import Tensors

/// Spreads each place of a map over the output through learned filters, adds a bias and applies ReLU: the adjoint of a
/// convolution, and so with strides above 1 a learned enlargement.
///
/// y[n, i·s+u−top, j·s+v−left, f] = b[f] + Σ x[n,i,j,c] · w[u,v,f,c], over all places and taps that meet there
/// ## Shapes
/// input [batch, height, width, channels], filter [kernelHeight, kernelWidth, filters, channels], bias [filters],
/// output [batch, outputHeight, outputWidth, filters].
///
/// With strides of 1 the output is an ordinary convolution with the filter turned round; else it is the input gradient of the
/// convolution that leads from the output's shape back to the input's.
package struct TransposedConvolution: Sendable {
  package let geometry: TransposedGeometry
  package let epilogue: Epilogue

  /// The ordinary convolution of the input, if strides are 1.
  private let direct: Convolution?
  /// The convolution from outputs to inputs, of the whole batch.
  private let adjoint: Convolution
  /// The same of a few images: where ReLU masks the gradient, only so many masked images are in memory.
  private let chunks: [Chunk]

  private struct Chunk: Sendable {
    let images: Range<Int>
    let adjoint: Convolution
  }

  /// Floats that masked gradients may take, unless one image takes more.
  private static var maskedCount: Int { 12 << 20 }

  package init(_ geometry: TransposedGeometry, epilogue: Epilogue = .linear) {
    (self.geometry, self.epilogue) = (geometry, epilogue)
    direct = geometry.direct.map { Convolution($0, epilogue: epilogue) }
    adjoint = Convolution(geometry.adjoint)
    let imageCount = geometry.outputCount / geometry.batch
    let images = epilogue == .relu ? max(Self.maskedCount / imageCount, 1) : geometry.batch
    chunks = stride(from: 0, to: geometry.batch, by: images).map { first in
      let range = first..<min(first + images, geometry.batch)
      return Chunk(images: range, adjoint: Convolution(geometry.adjoint.withBatch(range.count)))
    }
  }

  package var outputCount: Int { geometry.outputCount }

  package var methods: ConvolutionMethods {
    ConvolutionMethods(
      forward: direct?.methods.forward ?? adjoint.methods.byInput, byInput: adjoint.methods.forward,
      byFilter: adjoint.methods.byFilter)
  }

  package var forwardWorkspaceCount: Int {
    direct.map { geometry.filterCount + $0.forwardWorkspaceCount } ?? adjoint.gradientWorkspaceCount
  }
  package var gradientWorkspaceCount: Int { layout.total }

  /// Where the parts of the gradients' workspace begin.
  private struct Layout {
    let masked, partial, sums, workspace, total: Int
  }

  private var layout: Layout {
    let isMasked = epilogue == .relu
    let masked = isMasked ? chunks.map(\.adjoint.geometry.inputCount).max() ?? 0 : 0
    let partial = masked + geometry.filterCount + geometry.filters
    let sums = partial + ColumnSums.workspaceCount(columns: geometry.filters)
    let workspace = chunks.map(\.adjoint.workspaceCount).max() ?? 0
    return Layout(masked: 0, partial: masked, sums: partial, workspace: sums, total: sums + workspace)
  }

  /// Computes the layer's output.
  ///
  /// - Parameter workspace: `forwardWorkspaceCount` floats.
  package func forward(
    input: UnsafePointer<Float>, filter: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    if let direct {
      turn(filter, into: workspace)
      direct.forward(
        input: input, filter: workspace, bias: bias, output: output, winners: nil,
        workspace: workspace + geometry.filterCount)
    } else if let winograd = adjoint.winograd, winograd.takesInputGradient {
      winograd.spread(
        input, filter: filter, bias: bias, epilogue: epilogue, into: output, workspace: workspace)
    } else {
      // Only the gradient by the input is wanted, for which the convolution's own input is not read.
      adjoint.gradients(
        input: output, filter: filter, output: input, winners: nil, outputGradient: input, inputGradient: output,
        filterGradient: nil, biasGradient: nil, workspace: workspace)
      let rows = geometry.outputCount / geometry.filters
      BiasedRows(columns: geometry.filters, bias: bias, epilogue: epilogue).finish(output, rows: rows)
    }
  }

  /// The filter of the ordinary convolution: rows and columns turned round, channels and filters exchanged.
  private func turn(_ filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    let g = geometry
    let taps = g.kernelHeight * g.kernelWidth
    ThreadPool.shared.parallel(taps) { tap in
      let source = filter + (taps - 1 - tap) * g.filters * g.channels
      let result = target + tap * g.filters * g.channels
      for c in 0..<g.channels {
        for f in 0..<g.filters { result[c * g.filters + f] = source[f * g.channels + c] }
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
    let layout = layout
    let partial = workspace + layout.partial
    for (index, chunk) in chunks.enumerated() {
      let gradient = masked(outputGradient, output, chunk, into: workspace + layout.masked)
      let x = chunk.images.lowerBound * geometry.height * geometry.width * geometry.channels
      if let inputGradient {
        chunk.adjoint.forward(
          input: gradient, filter: filter, bias: nil, output: inputGradient + x, winners: nil,
          workspace: workspace + layout.workspace)
      }
      if let filterGradient {
        let target = index == 0 ? filterGradient : partial
        // The convolution leads from the output to the input: what is its input gradient's source is here the input.
        chunk.adjoint.gradients(
          input: gradient, filter: filter, output: input + x, winners: nil, outputGradient: input + x,
          inputGradient: nil, filterGradient: target, biasGradient: nil, workspace: workspace + layout.workspace)
        if index > 0 { Reduction.add(partial, to: filterGradient, count: geometry.filterCount) }
      }
      if let biasGradient {
        let target = index == 0 ? biasGradient : partial
        ColumnSums.sum(
          gradient, rows: chunk.adjoint.geometry.inputCount / geometry.filters, columns: geometry.filters,
          into: target, workspace: workspace + layout.sums)
        if index > 0 { Reduction.add(partial, to: biasGradient, count: geometry.filters) }
      }
    }
  }

  /// The gradient by a chunk's sums: zero where ReLU cut.
  private func masked(
    _ gradient: UnsafePointer<Float>, _ output: UnsafePointer<Float>, _ chunk: Chunk,
    into buffer: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let first = chunk.images.lowerBound * (geometry.outputCount / geometry.batch)
    guard epilogue == .relu else { return gradient + first }
    let count = chunk.adjoint.geometry.inputCount
    let pieces = Pieces(count, most: (count + 65535) / 65536)
    ThreadPool.shared.parallel(pieces.count) { piece in
      let range = pieces.range(piece)
      let at = first + range.lowerBound
      Reduction.maskRun(gradient + at, by: output + at, into: buffer + range.lowerBound, count: range.count)
    }
    return UnsafePointer(buffer)
  }
}
