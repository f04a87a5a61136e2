internal import Kernels

/// The maximum of each window.
struct MaxPoolingForward: ForwardOperation {
  let layer: String
  let kernel: MaxPooling
  let input: Buffer
  let output: Buffer
  /// Places of the maxima, if a gradient is wanted.
  var winners: Buffer?

  init(layer: String, kernel: MaxPooling, input: Buffer, output: Buffer) {
    self.layer = layer
    self.kernel = kernel
    self.input = input
    self.output = output
  }

  var reads: [Buffer] { [input] }
  var writes: [Buffer] { [output] + (winners.map { [$0] } ?? []) }
  var differentiable: [Buffer] { [input] }

  func run(on executor: any Executor) { executor.run(self) }

  mutating func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output),
      let inputGradient = pass.destination(for: input, layer: layer)
    else { return }
    let winners = pass.bytes(kernel.winnersCount)
    self.winners = winners
    pass.append(
      MaxPoolingBackward(
        layer: layer, kernel: kernel, winners: winners, outputGradient: outputGradient, inputGradient: inputGradient))
  }
}

/// Gives the gradient of each maximum to the place where it was found.
struct MaxPoolingBackward: Operation {
  let layer: String
  let kernel: MaxPooling
  let winners: Buffer
  let outputGradient: Buffer
  let inputGradient: Buffer

  var reads: [Buffer] { [winners, outputGradient] }
  var writes: [Buffer] { [inputGradient] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does for pooling.
protocol PoolingExecutor {
  func run(_ operation: MaxPoolingForward)
  func run(_ operation: MaxPoolingBackward)
  func run(_ operation: GlobalPoolingForward)
  func run(_ operation: GlobalPoolingBackward)
}
