internal import Kernels

/// Every value less a mean, over a standard deviation; or the inverse.
struct StandardizationForward: UnaryOperation {
  /// Where mean and variance come from.
  enum Moments: Sendable {
    case given(mean: [Float], variance: [Float])
    case weights(mean: Buffer, variance: Buffer)

    var buffers: [Buffer] {
      switch self {
      case .given: []
      case .weights(let mean, let variance): [mean, variance]
      }
    }
  }

  let layer: String
  let kernel: Standardization
  let moments: Moments
  let input: Buffer
  let output: Buffer
  var workspace: Buffer?

  init(layer: String, kernel: Standardization, moments: Moments, input: Buffer, output: Buffer) {
    self.layer = layer
    self.kernel = kernel
    self.moments = moments
    self.input = input
    self.output = output
  }

  var reads: [Buffer] { [input] + moments.buffers }
  var writes: [Buffer] { [output, workspace].compactMap { $0 } }
  var workspaceCount: Int { kernel.workspaceCount }

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    StandardizationBackward(
      layer: layer, kernel: kernel, moments: moments, outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

/// The gradient by the input: a factor.
struct StandardizationBackward: Operation {
  let layer: String
  let kernel: Standardization
  let moments: StandardizationForward.Moments
  let outputGradient: Buffer
  let inputGradient: Buffer
  var workspace: Buffer?

  init(
    layer: String, kernel: Standardization, moments: StandardizationForward.Moments, outputGradient: Buffer,
    inputGradient: Buffer
  ) {
    self.layer = layer
    self.kernel = kernel
    self.moments = moments
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
  }

  var reads: [Buffer] { [outputGradient] + moments.buffers }
  var writes: [Buffer] { [inputGradient, workspace].compactMap { $0 } }
  var workspaceCount: Int { kernel.workspaceCount }

  func run(on executor: any Executor) { executor.run(self) }
}
