internal import Kernels

/// A linear map of images without weights, such as their enlargement.
struct LinearMapForward: UnaryOperation {
  let layer: String
  let kernel: any LinearMap
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    LinearMapBackward(layer: layer, kernel: kernel, outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

/// The adjoint of a linear map.
struct LinearMapBackward: Operation {
  let layer: String
  let kernel: any LinearMap
  let outputGradient: Buffer
  let inputGradient: Buffer

  var reads: [Buffer] { [outputGradient] }
  var writes: [Buffer] { [inputGradient] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does for linear maps.
protocol LinearMapExecutor {
  func run(_ operation: LinearMapForward)
  func run(_ operation: LinearMapBackward)
}
