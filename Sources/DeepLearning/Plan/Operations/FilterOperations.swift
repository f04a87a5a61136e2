internal import Kernels

/// Depthwise, transposed, dilated or grouped convolution, bias, and ReLU where it follows alone.
struct FilterForward: ForwardOperation {
  let layer: String
  let kernel: any FilterKernel
  let input: Buffer
  let filter: Buffer
  let bias: Buffer?
  let output: Buffer
  var workspace: Buffer?

  init(layer: String, kernel: any FilterKernel, input: Buffer, filter: Buffer, bias: Buffer?, output: Buffer) {
    self.layer = layer
    self.kernel = kernel
    self.input = input
    self.filter = filter
    self.bias = bias
    self.output = output
  }

  var reads: [Buffer] { [input, filter, bias].compactMap { $0 } }
  var writes: [Buffer] { [output, workspace].compactMap { $0 } }
  var differentiable: [Buffer] { reads }
  var workspaceCount: Int { kernel.forwardWorkspaceCount }
  var arithmetic: Int { 2 * kernel.multiplications }
  var details: String { kernel.epilogue == .relu ? "relu" : "" }
  var method: String { kernel.methods.forward.rawValue }

  func run(on executor: any Executor) { executor.run(self) }

  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)? {
    guard let next = consumer as? ActivationForward, next.function == .relu, kernel.epilogue == .linear else {
      return nil
    }
    return FilterForward(
      layer: layer, kernel: kernel.rectified, input: input, filter: filter, bias: bias, output: next.output)
  }

  mutating func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output) else { return }
    pass.append(
      FilterBackward(
        forward: self, outputGradient: outputGradient, inputGradient: pass.destination(for: input, layer: layer),
        filterGradient: pass.destination(for: filter, layer: layer),
        biasGradient: pass.destination(for: bias, layer: layer)))
  }
}

/// The gradients by input, filter and bias.
struct FilterBackward: Operation {
  let forward: FilterForward
  let outputGradient: Buffer
  let inputGradient: Buffer?
  let filterGradient: Buffer?
  let biasGradient: Buffer?
  var workspace: Buffer?

  var layer: String { forward.layer }
  var reads: [Buffer] { [forward.input, forward.filter, forward.output, outputGradient] }
  var writes: [Buffer] { [inputGradient, filterGradient, biasGradient, workspace].compactMap { $0 } }
  var workspaceCount: Int { forward.kernel.gradientWorkspaceCount }
  var arithmetic: Int { forward.arithmetic * [inputGradient, filterGradient].compactMap { $0 }.count }
  var details: String { forward.details }
  var method: String {
    forward.kernel.methods.ofGradients(byInput: inputGradient != nil, byFilter: filterGradient != nil)
  }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does for convolutions of other kinds.
protocol FilterExecutor {
  func run(_ operation: FilterForward)
  func run(_ operation: FilterBackward)
}
