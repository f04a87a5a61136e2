internal import Kernels

/// Values laid side by side along one axis.
struct JoiningForward: ForwardOperation {
  let layer: String
  let kernel: Joining
  let inputs: [Buffer]
  let output: Buffer

  var reads: [Buffer] { inputs }
  var writes: [Buffer] { [output] }
  var differentiable: [Buffer] { inputs }

  func run(on executor: any Executor) { executor.run(self) }

  func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output) else { return }
    let gradients = inputs.map { pass.destination(for: $0, layer: layer) }
    pass.append(
      JoiningBackward(layer: layer, kernel: kernel, outputGradient: outputGradient, inputGradients: gradients))
  }
}

/// Gives each value its part of the gradient.
struct JoiningBackward: Operation {
  let layer: String
  let kernel: Joining
  let outputGradient: Buffer
  let inputGradients: [Buffer?]

  var reads: [Buffer] { [outputGradient] }
  var writes: [Buffer] { inputGradients.compactMap { $0 } }

  func run(on executor: any Executor) { executor.run(self) }
}
