internal import Kernels

/// Matrix product, bias, and where it follows alone ReLU.
struct DenseForward: ForwardOperation {
  let layer: String
  let kernel: Kernels.Dense
  let input: Buffer
  let weights: Buffer
  let bias: Buffer?
  let output: Buffer
  var workspace: Buffer?

  init(layer: String, kernel: Kernels.Dense, input: Buffer, weights: Buffer, bias: Buffer?, output: Buffer) {
    self.layer = layer
    self.kernel = kernel
    self.input = input
    self.weights = weights
    self.bias = bias
    self.output = output
  }

  var reads: [Buffer] { [input, weights, bias].compactMap { $0 } }
  var writes: [Buffer] { [output, workspace].compactMap { $0 } }
  var differentiable: [Buffer] { reads }
  var workspaceCount: Int { kernel.workspaceCount }
  var arithmetic: Int { 2 * kernel.batch * kernel.inputs * kernel.units }
  var details: String { kernel.epilogue == .relu ? "relu" : "" }

  func run(on executor: any Executor) { executor.run(self) }

  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)? {
    guard let next = consumer as? ActivationForward, next.function == .relu else { return nil }
    let fused = Kernels.Dense(batch: kernel.batch, inputs: kernel.inputs, units: kernel.units, epilogue: .relu)
    return DenseForward(
      layer: layer, kernel: fused, input: input, weights: weights, bias: bias, output: next.output)
  }

  mutating func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output) else { return }
    pass.append(
      DenseBackward(
        forward: self, outputGradient: outputGradient, inputGradient: pass.destination(for: input, layer: layer),
        kernelGradient: pass.destination(for: weights, layer: layer),
        biasGradient: pass.destination(for: bias, layer: layer)))
  }
}

/// The gradients of `DenseForward` by input, kernel and bias, as far as they are wanted.
struct DenseBackward: Operation {
  let forward: DenseForward
  let outputGradient: Buffer
  let inputGradient: Buffer?
  let kernelGradient: Buffer?
  let biasGradient: Buffer?
  var workspace: Buffer?

  var layer: String { forward.layer }
  var reads: [Buffer] { [forward.input, forward.weights, forward.output, outputGradient] }
  var writes: [Buffer] { [inputGradient, kernelGradient, biasGradient, workspace].compactMap { $0 } }
  var workspaceCount: Int { forward.kernel.workspaceCount }
  var arithmetic: Int { forward.arithmetic * [inputGradient, kernelGradient].compactMap { $0 }.count }
  var details: String { forward.details }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does for dense layers.
protocol DenseExecutor {
  func run(_ operation: DenseForward)
  func run(_ operation: DenseBackward)
}
