/// A function of every value (softmax: of every row).
struct ActivationForward: UnaryOperation {
  let layer: String
  let function: ActivationFunction
  let rows: Int
  let columns: Int
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    ActivationBackward(forward: self, outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

/// The gradient by the function's input, from its output.
struct ActivationBackward: Operation {
  let forward: ActivationForward
  let outputGradient: Buffer
  let inputGradient: Buffer

  var layer: String { forward.layer }
  var reads: [Buffer] { [forward.output, outputGradient] }
  var writes: [Buffer] { [inputGradient] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does with every value by itself.
protocol ElementwiseExecutor {
  func run(_ operation: ActivationForward)
  func run(_ operation: ActivationBackward)
  func run(_ operation: Scaling)
  func run(_ operation: Masking)
  func run(_ operation: Accumulation)
  func run(_ operation: Summation)
}
