internal import Kernels

/// The mean or the maximum of each channel of each image.
struct GlobalPoolingForward: UnaryOperation {
  let layer: String
  let kernel: GlobalPooling
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    GlobalPoolingBackward(forward: self, outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

/// Gives the gradient by each mean to all places, that by each maximum to the places that have it.
struct GlobalPoolingBackward: Operation {
  let forward: GlobalPoolingForward
  let outputGradient: Buffer
  let inputGradient: Buffer

  var layer: String { forward.layer }
  /// Only maxima have to be found again.
  var reads: [Buffer] {
    forward.kernel.kind == .average ? [outputGradient] : [forward.input, forward.output, outputGradient]
  }
  var writes: [Buffer] { [inputGradient] }

  func run(on executor: any Executor) { executor.run(self) }
}
