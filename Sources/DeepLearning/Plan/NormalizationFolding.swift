internal import Kernels

/// Makes a normalisation by moving averages part of the convolution or dense layer before it, where it is the only reader and no
/// gradient is wanted: one pass over memory less. The filter is folded anew in every run, since weights may have changed; where
/// it is larger than the output, the two stay apart.
struct NormalizationFolding {
  /// Buffers that somebody outside the operations reads.
  let kept: Set<Buffer>

  func apply(to builder: inout PlanBuilder) {
    var index = 0
    while index < builder.operations.count {
      if let normalization = builder.operations[index] as? BatchNormalizationForward, !normalization.measures,
        let source = source(of: normalization, in: builder.operations)
      {
        fold(normalization, at: index, into: source, &builder)
      } else {
        index += 1
      }
    }
  }

  /// The place of the operation that only the normalisation reads, and whose filters are the normalisation's channels: a layer
  /// between them may have given the same numbers another shape.
  private func source(of normalization: BatchNormalizationForward, in operations: [any ForwardOperation]) -> Int? {
    let input = normalization.input
    guard !kept.contains(input), operations.filter({ $0.reads.contains(input) }).count == 1 else { return nil }
    return operations.firstIndex { operation in
      guard operation.output == input, let foldable = operation as? any Foldable else { return false }
      return foldable.foldableFilter.map {
        normalization.kernel.channels == $0.filters && normalization.kernel.rows > $0.rows
      }
        ?? false
    }
  }

  private func fold(
    _ normalization: BatchNormalizationForward, at index: Int, into source: Int, _ builder: inout PlanBuilder
  ) {
    guard let operation = builder.operations[source] as? any Foldable, let (rows, filters) = operation.foldableFilter
    else { return }
    let folding = FoldedFilter(
      kernel: FilterFolding(count: rows * filters, filters: filters, epsilon: normalization.kernel.epsilon),
      normalization: normalization, filter: operation.filter, bias: operation.bias,
      output: builder.buffer(rows * filters), foldedBias: builder.buffer(filters))
    builder.operations.remove(at: index)
    builder.operations[source] = operation.folded(
      filter: folding.output, bias: folding.foldedBias, output: normalization.output)
    builder.operations.insert(folding, at: source)
  }
}

/// An operation that a normalisation of its output can become part of.
protocol Foldable: ForwardOperation {
  var filter: Buffer { get }
  var bias: Buffer? { get }
  /// The filter as [rows, filters]; nil if it cannot be folded.
  var foldableFilter: (rows: Int, filters: Int)? { get }

  /// The same operation with another filter and bias.
  func folded(filter: Buffer, bias: Buffer, output: Buffer) -> any ForwardOperation
}

extension ConvolutionForward: Foldable {
  var foldableFilter: (rows: Int, filters: Int)? {
    kernel.epilogue == .linear && !kernel.isPooled ? (kernel.geometry.patchCount, kernel.geometry.filters) : nil
  }

  func folded(filter: Buffer, bias: Buffer, output: Buffer) -> any ForwardOperation {
    ConvolutionForward(layer: layer, kernel: kernel, input: input, filter: filter, bias: bias, output: output)
  }
}

extension DenseForward: Foldable {
  var filter: Buffer { weights }
  var foldableFilter: (rows: Int, filters: Int)? { kernel.epilogue == .linear ? (kernel.inputs, kernel.units) : nil }

  func folded(filter: Buffer, bias: Buffer, output: Buffer) -> any ForwardOperation {
    DenseForward(layer: layer, kernel: kernel, input: input, weights: filter, bias: bias, output: output)
  }
}

extension FilterForward: Foldable {
  /// The kernel of a transposed convolution ends in its input's channels.
  var foldableFilter: (rows: Int, filters: Int)? {
    guard kernel.epilogue == .linear else { return nil }
    switch kernel {
    case let depthwise as DepthwiseConvolution:
      let geometry = depthwise.geometry
      return (geometry.kernelHeight * geometry.kernelWidth, geometry.outputChannels)
    case let grouped as GroupedConvolution: return (grouped.geometry.patchCount, grouped.geometry.filters)
    default: return nil
    }
  }

  func folded(filter: Buffer, bias: Buffer, output: Buffer) -> any ForwardOperation {
    FilterForward(layer: layer, kernel: kernel, input: input, filter: filter, bias: bias, output: output)
  }
}

/// Filter and bias of a convolution and the normalisation after it in one.
struct FoldedFilter: ForwardOperation {
  let kernel: FilterFolding
  let normalization: BatchNormalizationForward
  let filter: Buffer
  let bias: Buffer?
  /// The folded filter.
  let output: Buffer
  let foldedBias: Buffer
  var workspace: Buffer?

  init(
    kernel: FilterFolding, normalization: BatchNormalizationForward, filter: Buffer, bias: Buffer?, output: Buffer,
    foldedBias: Buffer
  ) {
    self.kernel = kernel
    self.normalization = normalization
    self.filter = filter
    self.bias = bias
    self.output = output
    self.foldedBias = foldedBias
  }

  var layer: String { normalization.layer }
  var reads: [Buffer] {
    [filter, normalization.mean, normalization.variance]
      + [bias, normalization.gamma, normalization.beta].compactMap { $0 }
  }
  var writes: [Buffer] { [output, foldedBias, workspace].compactMap { $0 } }
  /// Filters are folded only where no gradient is wanted.
  var differentiable: [Buffer] { [] }
  var workspaceCount: Int { kernel.workspaceCount }

  func run(on executor: any Executor) { executor.run(self) }
  mutating func differentiate(_ pass: inout GradientPass) {}
}
