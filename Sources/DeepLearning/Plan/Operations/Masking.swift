internal import Kernels

/// y = x · mask / (1 − rate), the mask following from seed, layer and step. Its gradient is the same masking.
struct Masking: UnaryOperation {
  let layer: String
  let kernel: Kernels.Dropout
  let count: Int
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    Masking(layer: layer, kernel: kernel, count: count, input: outputGradient, output: inputGradient)
  }
}
