internal import Kernels

/// A depthwise convolution and the convolution of 1 x 1 after it, for plans without gradients; with the normalisation before them
/// and the max pooling after them, if there are.
struct SeparableForward: ForwardOperation {
  let kernel: SeparableConvolution
  let normalization: BatchNormalizationForward?
  let depthwise: FilterForward
  let pointwise: ConvolutionForward
  let pooling: MaxPoolingForward?
  var workspace: Buffer?

  /// Nil where the parts do not follow each other on the same map.
  init?(
    normalization: BatchNormalizationForward?, depthwise: FilterForward, pointwise: ConvolutionForward,
    pooling: MaxPoolingForward?
  ) {
    guard let filter = depthwise.kernel as? DepthwiseConvolution,
      let kernel = SeparableConvolution(
        normalization: normalization?.kernel, depthwise: filter, pointwise: pointwise.kernel, pooling: pooling?.kernel)
    else { return nil }
    self.kernel = kernel
    self.normalization = normalization
    self.depthwise = depthwise
    self.pointwise = pointwise
    self.pooling = pooling
  }

  var layer: String { pointwise.layer }
  var input: Buffer { normalization?.input ?? depthwise.input }
  var output: Buffer { pooling?.output ?? pointwise.output }
  var reads: [Buffer] {
    ((normalization?.reads ?? []) + depthwise.reads + pointwise.reads).filter { !between.contains($0) }
  }
  /// What is never stored as a whole.
  var between: [Buffer] {
    [normalization?.output, depthwise.output, pooling.map { _ in pointwise.output }].compactMap { $0 }
  }
  var writes: [Buffer] { [output, workspace].compactMap { $0 } }
  /// The three are joined only where no gradient is wanted.
  var differentiable: [Buffer] { [] }
  var workspaceCount: Int { kernel.workspaceCount }
  var arithmetic: Int { 2 * kernel.multiplications }
  var details: String {
    let parts = [
      (normalization != nil, "normalized"), (kernel.pointwise.epilogue == .relu, "relu"), (pooling != nil, "pooled"),
    ]
    return parts.filter(\.0).map(\.1).joined(separator: ", ")
  }

  func run(on executor: any Executor) { executor.run(self) }
  mutating func differentiate(_ pass: inout GradientPass) {}
}

/// Joins depthwise convolutions with their neighbours where no gradient is wanted and nobody else reads what lies between.
struct SeparableJoining {
  /// Buffers that somebody outside the operations reads.
  let kept: Set<Buffer>

  func apply(to operations: [any ForwardOperation]) -> [any ForwardOperation] {
    var remaining = operations
    for depthwise in operations.compactMap({ $0 as? FilterForward }) {
      guard let joined = join(depthwise, among: remaining) else { continue }
      remaining.removeAll { joined.between.contains($0.output) }
      if let index = remaining.firstIndex(where: { $0.output == joined.output }) { remaining[index] = joined }
    }
    return remaining
  }

  /// The operation that joins as many neighbours as fit.
  private func join(_ depthwise: FilterForward, among operations: [any ForwardOperation]) -> SeparableForward? {
    guard let pointwise = onlyReader(of: depthwise.output, among: operations) as? ConvolutionForward else { return nil }
    let normalization = normalization(before: depthwise, among: operations)
    let pooling = onlyReader(of: pointwise.output, among: operations) as? MaxPoolingForward
    for (normalization, pooling) in [(normalization, pooling), (normalization, nil), (nil, pooling), (nil, nil)] {
      if let joined = SeparableForward(
        normalization: normalization, depthwise: depthwise, pointwise: pointwise, pooling: pooling)
      {
        return joined
      }
    }
    return nil
  }

  /// The normalisation by given moments that only this operation reads.
  private func normalization(
    before depthwise: FilterForward, among operations: [any ForwardOperation]
  ) -> BatchNormalizationForward? {
    let source = operations.first { $0.output == depthwise.input } as? BatchNormalizationForward
    guard let source, !source.measures, onlyReader(of: source.output, among: operations) != nil else { return nil }
    return source
  }

  private func onlyReader(of buffer: Buffer, among operations: [any ForwardOperation]) -> (any ForwardOperation)? {
    let readers = operations.filter { $0.reads.contains(buffer) }
    return !kept.contains(buffer) && readers.count == 1 ? readers[0] : nil
  }
}

/// What an executor does for separable convolutions.
protocol SeparableExecutor {
  func run(_ operation: SeparableForward)
}
