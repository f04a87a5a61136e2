internal import Kernels

/// Normalisation of every channel by the batch's mean and variance, or by given ones, and ReLU where it follows alone.
struct BatchNormalizationForward: ForwardOperation {
  let layer: String
  let kernel: Kernels.BatchNormalization
  let input: Buffer
  let gamma: Buffer?
  let beta: Buffer?
  let mean: Buffer
  let variance: Buffer
  /// Whether mean and variance are the batch's own, which the operation writes, rather than moving averages.
  let measures: Bool
  let output: Buffer
  var workspace: Buffer?

  init(
    layer: String, kernel: Kernels.BatchNormalization, input: Buffer, gamma: Buffer?, beta: Buffer?, mean: Buffer,
    variance: Buffer, measures: Bool, output: Buffer
  ) {
    self.layer = layer
    self.kernel = kernel
    self.input = input
    self.gamma = gamma
    self.beta = beta
    self.mean = mean
    self.variance = variance
    self.measures = measures
    self.output = output
  }

  private var moments: [Buffer] { [mean, variance] }
  var reads: [Buffer] { [input, gamma, beta].compactMap { $0 } + (measures ? [] : moments) }
  var writes: [Buffer] { (measures ? moments : []) + [output, workspace].compactMap { $0 } }
  var differentiable: [Buffer] { [input, gamma, beta].compactMap { $0 } }
  var workspaceCount: Int { kernel.workspaceCount }
  var details: String {
    [measures ? "batch" : nil, kernel.epilogue == .relu ? "relu" : nil].compactMap { $0 }.joined(separator: ", ")
  }

  func run(on executor: any Executor) { executor.run(self) }

  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)? {
    guard let next = consumer as? ActivationForward, next.function == .relu, kernel.epilogue == .linear else {
      return nil
    }
    return BatchNormalizationForward(
      layer: layer, kernel: kernel.withEpilogue(.relu), input: input, gamma: gamma, beta: beta, mean: mean,
      variance: variance, measures: measures, output: next.output)
  }

  mutating func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output) else { return }
    pass.append(
      BatchNormalizationBackward(
        forward: self, outputGradient: outputGradient, inputGradient: pass.destination(for: input, layer: layer),
        gammaGradient: pass.destination(for: gamma, layer: layer),
        betaGradient: pass.destination(for: beta, layer: layer)))
  }
}

/// The gradients of `BatchNormalizationForward` by input, γ and β, as far as they are wanted.
struct BatchNormalizationBackward: Operation {
  let forward: BatchNormalizationForward
  let outputGradient: Buffer
  let inputGradient: Buffer?
  let gammaGradient: Buffer?
  let betaGradient: Buffer?
  var workspace: Buffer?

  var layer: String { forward.layer }
  /// Given moments make the layer a factor, whose gradient by the input does not depend on the input.
  private var readsInput: Bool {
    forward.measures || forward.kernel.epilogue == .relu || gammaGradient != nil || betaGradient != nil
  }
  var reads: [Buffer] {
    let input = readsInput ? forward.input : nil
    return [input, forward.gamma, forward.beta, forward.mean, forward.variance, outputGradient].compactMap { $0 }
  }
  var writes: [Buffer] { [inputGradient, gammaGradient, betaGradient, workspace].compactMap { $0 } }
  var workspaceCount: Int { forward.kernel.workspaceCount }
  var details: String { forward.details }

  func run(on executor: any Executor) { executor.run(self) }
}

/// Moves an average towards a value that the forward pass measured.
struct AverageUpdate: Operation {
  let layer: String
  let average: Buffer
  let value: Buffer
  let count: Int
  let momentum: Double

  var reads: [Buffer] { [average, value] }
  var writes: [Buffer] { [average] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does for batch normalisation.
protocol NormalizationExecutor {
  func run(_ operation: BatchNormalizationForward)
  func run(_ operation: BatchNormalizationBackward)
  func run(_ operation: AverageUpdate)
  func run(_ operation: FoldedFilter)
}
