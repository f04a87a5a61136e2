internal import Kernels

/// Convolution, bias, and where they follow it alone ReLU and 2 x 2 max pooling.
struct ConvolutionForward: ForwardOperation {
  let layer: String
  let kernel: Convolution
  let input: Buffer
  let filter: Buffer
  let bias: Buffer?
  let output: Buffer
  /// Places of the maxima, if the convolution is pooled and a gradient is wanted.
  var winners: Buffer?
  var workspace: Buffer?

  init(layer: String, kernel: Convolution, input: Buffer, filter: Buffer, bias: Buffer?, output: Buffer) {
    self.layer = layer
    self.kernel = kernel
    self.input = input
    self.filter = filter
    self.bias = bias
    self.output = output
  }

  var reads: [Buffer] { [input, filter, bias].compactMap { $0 } }
  var writes: [Buffer] { [output, winners, workspace].compactMap { $0 } }
  var differentiable: [Buffer] { reads }
  var workspaceCount: Int { kernel.forwardWorkspaceCount }
  var details: String { kernel.details }
  var method: String { kernel.methods.forward.rawValue }
  var arithmetic: Int { 2 * kernel.geometry.multiplications }

  func run(on executor: any Executor) { executor.run(self) }

  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)? {
    switch consumer {
    case let next as ActivationForward where next.function == .relu:
      // The maximum of ReLU is ReLU of the maximum, so it does not matter which of the two came first.
      replaced(by: Convolution(kernel.geometry, epilogue: .relu, isPooled: kernel.isPooled), output: next.output)
    case let next as MaxPoolingForward where !kernel.isPooled && pools(next.kernel.geometry):
      replaced(by: Convolution(kernel.geometry, epilogue: kernel.epilogue, isPooled: true), output: next.output)
    default: nil
    }
  }

  /// Whether a pooling by 2 x 2 is of the convolution's maps as they are: a layer between may have given the same numbers another
  /// shape.
  private func pools(_ pooling: PoolingGeometry) -> Bool {
    pooling.isTwoByTwo
      && [pooling.height, pooling.width, pooling.channels]
        == [kernel.geometry.outputHeight, kernel.geometry.outputWidth, kernel.geometry.filters]
  }

  private func replaced(by kernel: Convolution, output: Buffer) -> ConvolutionForward {
    ConvolutionForward(layer: layer, kernel: kernel, input: input, filter: filter, bias: bias, output: output)
  }

  mutating func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output) else { return }
    if kernel.isPooled { winners = pass.bytes(kernel.winnersCount) }
    let sum = kernel.addsToInputGradient ? pass.sum(of: input) : nil
    pass.append(
      ConvolutionBackward(
        forward: self, outputGradient: outputGradient,
        inputGradient: sum ?? pass.destination(for: input, layer: layer), addsToInputGradient: sum != nil,
        filterGradient: pass.destination(for: filter, layer: layer),
        biasGradient: pass.destination(for: bias, layer: layer)))
  }
}

/// The gradients of `ConvolutionForward` by input, filter and bias, as far as they are wanted.
struct ConvolutionBackward: Operation {
  let forward: ConvolutionForward
  let outputGradient: Buffer
  let inputGradient: Buffer?
  /// Whether the input gradient is added to the shares of others.
  let addsToInputGradient: Bool
  let filterGradient: Buffer?
  let biasGradient: Buffer?
  var workspace: Buffer?

  var layer: String { forward.layer }
  var reads: [Buffer] {
    [
      forward.input, forward.filter, forward.output, forward.winners, outputGradient,
      addsToInputGradient ? inputGradient : nil,
    ].compactMap { $0 }
  }
  var writes: [Buffer] { [inputGradient, filterGradient, biasGradient, workspace].compactMap { $0 } }
  var workspaceCount: Int { forward.kernel.gradientWorkspaceCount }
  var details: String { forward.details }
  var method: String {
    forward.kernel.methods.ofGradients(byInput: inputGradient != nil, byFilter: filterGradient != nil)
  }
  var arithmetic: Int { forward.arithmetic * [inputGradient, filterGradient].compactMap { $0 }.count }

  func run(on executor: any Executor) { executor.run(self) }
}

extension Convolution {
  /// What is joined with the convolution.
  fileprivate var details: String {
    [epilogue == .relu ? "relu" : nil, isPooled ? "pooled" : nil].compactMap { $0 }.joined(separator: ", ")
  }
}

extension ConvolutionMethods {
  /// The methods of the gradients that are wanted.
  func ofGradients(byInput wantsInput: Bool, byFilter wantsFilter: Bool) -> String {
    guard wantsInput, wantsFilter, byInput != byFilter else { return (wantsInput ? byInput : byFilter).rawValue }
    return "\(byInput.rawValue) by input, \(byFilter.rawValue) by filter"
  }
}

extension PoolingGeometry {
  /// Whether the windows are those that a convolution can pool in the same pass: 2 x 2, side by side, none padded.
  var isTwoByTwo: Bool {
    windowHeight == 2 && windowWidth == 2 && strideHeight == 2 && strideWidth == 2 && padding == .none
  }
}

/// What an executor does for convolutions.
protocol ConvolutionExecutor {
  func run(_ operation: ConvolutionForward)
  func run(_ operation: ConvolutionBackward)
}
