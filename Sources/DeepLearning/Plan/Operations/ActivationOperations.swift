internal import Kernels

/// A function of every value (softmax: of every row).
struct ActivationForward: UnaryOperation {
  let layer: String
  /// By what neighbours know whether they can be joined with it; nil of a function with settings of its own.
  let function: ActivationFunction?
  let kernel: Kernels.ActivationFunction
  let rows: Int
  let columns: Int
  let input: Buffer
  let output: Buffer

  init(layer: String, function: ActivationFunction, rows: Int, columns: Int, input: Buffer, output: Buffer) {
    self.init(
      layer: layer, function: function, kernel: function.kernel, rows: rows, columns: columns, input: input,
      output: output)
  }

  init(
    layer: String, function: ActivationFunction? = nil, kernel: Kernels.ActivationFunction, rows: Int, columns: Int,
    input: Buffer, output: Buffer
  ) {
    self.layer = layer
    self.function = function
    self.kernel = kernel
    self.rows = rows
    self.columns = columns
    self.input = input
    self.output = output
  }

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    ActivationBackward(forward: self, outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

/// The gradient by the function's input, from its output or, where that does not tell, from the input.
struct ActivationBackward: Operation {
  let forward: ActivationForward
  let outputGradient: Buffer
  let inputGradient: Buffer

  var layer: String { forward.layer }
  var kept: Buffer { forward.kernel.keepsInput ? forward.input : forward.output }
  var reads: [Buffer] { [kept, outputGradient] }
  var writes: [Buffer] { [inputGradient] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does with every value by itself.
protocol ElementwiseExecutor {
  func run(_ operation: ActivationForward)
  func run(_ operation: ActivationBackward)
  func run(_ operation: Scaling)
  func run(_ operation: Masking)
  func run(_ operation: ChannelMasking)
  func run(_ operation: StandardizationForward)
  func run(_ operation: StandardizationBackward)
  func run(_ operation: Accumulation)
  func run(_ operation: Summation)
}
