internal import Kernels

/// A depthwise convolution and the convolution of 1 x 1 after it; with the normalisation before them and the max pooling after them,
/// if there are.
struct SeparableForward: ForwardOperation {
  let kernel: SeparableConvolution
  let normalization: BatchNormalizationForward?
  let depthwise: FilterForward
  let pointwise: ConvolutionForward
  let pooling: MaxPoolingForward?
  /// Places of the maxima, if there is a pooling and a gradient is wanted.
  var winners: Buffer?
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
    ((normalization?.reads ?? []) + depthwise.reads + pointwise.reads).filter { !joined.contains($0) }
  }
  /// What only the parts of this operation read.
  var joined: [Buffer] {
    [normalization?.output, depthwise.output, pooling.map { _ in pointwise.output }].compactMap { $0 }
  }
  var writes: [Buffer] {
    let moments = normalization.map { $0.measures ? [$0.mean, $0.variance] : [] } ?? []
    return moments + [winners, output, workspace].compactMap { $0 }
  }
  var differentiable: [Buffer] { kernel.isDifferentiable ? reads : [] }
  var workspaceCount: Int { max(kernel.workspaceCount, normalization?.workspaceCount ?? 0) }
  var arithmetic: Int { 2 * kernel.multiplications }
  var details: String {
    let parts = [
      normalization.map { $0.measures ? "normalized by batch" : "normalized" },
      kernel.pointwise.epilogue == .relu ? "relu" : nil, pooling == nil ? nil : "pooled",
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  func run(on executor: any Executor) { executor.run(self) }

  mutating func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output) else { return }
    winners = pooling.map { pass.bytes($0.kernel.winnersCount) }
    // The way to γ and β leads through the gradient by the normalised values.
    let needsInput = [normalization?.gamma, normalization?.beta].contains(where: pass.wants)
    let input =
      pass.destination(for: input, layer: layer)
      ?? (needsInput ? pass.floats(kernel.depthwise.geometry.inputCount) : nil)
    pass.append(
      SeparableBackward(
        forward: self, outputGradient: outputGradient,
        gradients: SeparableBackward.Gradients(
          input: input, gamma: pass.destination(for: normalization?.gamma, layer: layer),
          beta: pass.destination(for: normalization?.beta, layer: layer),
          depthwiseFilter: pass.destination(for: depthwise.filter, layer: layer),
          depthwiseBias: pass.destination(for: depthwise.bias, layer: layer),
          pointwiseFilter: pass.destination(for: pointwise.filter, layer: layer),
          pointwiseBias: pass.destination(for: pointwise.bias, layer: layer))))
  }
}

/// The gradients of `SeparableForward`, as far as they are wanted.
struct SeparableBackward: Operation {
  /// Where they go.
  struct Gradients {
    let input, gamma, beta, depthwiseFilter, depthwiseBias, pointwiseFilter, pointwiseBias: Buffer?

    var all: [Buffer] {
      [input, gamma, beta, depthwiseFilter, depthwiseBias, pointwiseFilter, pointwiseBias].compactMap { $0 }
    }
  }

  let forward: SeparableForward
  let outputGradient: Buffer
  let gradients: Gradients
  var workspace: Buffer?

  var layer: String { forward.layer }
  var reads: [Buffer] {
    let normalization = forward.normalization
    return forward.reads
      + [normalization?.mean, normalization?.variance, forward.winners, outputGradient].compactMap { $0 }
  }
  var writes: [Buffer] { gradients.all + [workspace].compactMap { $0 } }
  var workspaceCount: Int { forward.kernel.gradientWorkspaceCount }
  var details: String { forward.details }
  /// By the textbook's method, which computes nothing again.
  var arithmetic: Int {
    let depthwise = [gradients.input, gradients.depthwiseFilter].compactMap { $0 }.count
    let pointwise = min(depthwise, 1) + (gradients.pointwiseFilter == nil ? 0 : 1)
    return depthwise * forward.depthwise.arithmetic + pointwise * forward.pointwise.arithmetic
  }

  func run(on executor: any Executor) { executor.run(self) }
}

/// Joins depthwise convolutions with their neighbours where nobody else reads what lies between.
struct SeparableJoining {
  /// Buffers that somebody outside the operations reads.
  let kept: Set<Buffer>
  /// Whether a gradient may have to pass.
  let isDifferentiated: Bool

  func apply(to operations: [any ForwardOperation]) -> [any ForwardOperation] {
    var remaining = operations
    for depthwise in operations.compactMap({ $0 as? FilterForward }) {
      guard let joined = join(depthwise, among: remaining) else { continue }
      remaining.removeAll { joined.joined.contains($0.output) }
      if let index = remaining.firstIndex(where: { $0.output == joined.output }) { remaining[index] = joined }
    }
    return remaining
  }

  /// The operation that joins as many neighbours as fit.
  private func join(_ depthwise: FilterForward, among operations: [any ForwardOperation]) -> SeparableForward? {
    guard let pointwise = onlyReader(of: depthwise.output, among: operations) as? ConvolutionForward else { return nil }
    let normalization = normalization(before: depthwise, among: operations)
    let pooling = onlyReader(of: pointwise.output, among: operations) as? MaxPoolingForward
    let candidates = [(normalization, pooling), (normalization, nil), (nil, pooling), (nil, nil)]
    return candidates.lazy.compactMap { normalization, pooling in
      SeparableForward(normalization: normalization, depthwise: depthwise, pointwise: pointwise, pooling: pooling)
    }.first { $0.kernel.isDifferentiable || !isDifferentiated }
  }

  /// The normalisation that only this operation reads.
  private func normalization(
    before depthwise: FilterForward, among operations: [any ForwardOperation]
  ) -> BatchNormalizationForward? {
    let source = operations.first { $0.output == depthwise.input } as? BatchNormalizationForward
    guard let source, onlyReader(of: source.output, among: operations) != nil else { return nil }
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
  func run(_ operation: SeparableBackward)
}
