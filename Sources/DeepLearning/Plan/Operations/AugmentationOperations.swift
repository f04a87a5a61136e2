internal import Kernels

/// Mirrors half of the images. Its gradient is the same operation.
struct MirrorForward: UnaryOperation {
  let layer: String
  let kernel: ImageMirror
  let axes: Mirroring
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) { executor.run(self) }

  /// An image can be mirrored while it is moved: that changes no value.
  func absorbing(_ consumer: any ForwardOperation) -> (any ForwardOperation)? {
    guard let next = consumer as? WarpForward, next.mirror == nil,
      [next.kernel.height, next.kernel.width] == [kernel.height, kernel.width]
    else { return nil }
    return WarpForward(
      layer: next.layer, kernel: next.kernel, draw: next.draw, mirror: WarpForward.Mirror(layer: layer, axes: axes),
      input: input, output: next.output)
  }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    MirrorForward(layer: layer, kernel: kernel, axes: axes, input: outputGradient, output: inputGradient)
  }
}

/// Moves each image by a transform of its own, mirrored before by a layer of which it is the only consumer.
struct WarpForward: UnaryOperation {
  /// What mirrors the images first.
  struct Mirror {
    let layer: String
    let axes: Mirroring
  }

  let layer: String
  let kernel: ImageWarp
  let draw: WarpDraw
  var mirror: Mirror?
  let input: Buffer
  let output: Buffer

  var details: String { mirror.map { "mirrored by \($0.layer)" } ?? "" }

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    WarpBackward(forward: self, outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

/// The adjoint of `WarpForward`.
struct WarpBackward: Operation {
  let forward: WarpForward
  let outputGradient: Buffer
  let inputGradient: Buffer

  var layer: String { forward.layer }
  var reads: [Buffer] { [outputGradient] }
  var writes: [Buffer] { [inputGradient] }
  var details: String { forward.details }

  func run(on executor: any Executor) { executor.run(self) }
}

/// Changes the contrast of each image by a factor of its own.
struct ContrastForward: UnaryOperation {
  let layer: String
  let kernel: ImageContrast
  let factors: ClosedRange<Float>
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) { executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    ContrastBackward(forward: self, outputGradient: outputGradient, inputGradient: inputGradient)
  }
}

/// The gradient of `ContrastForward`, which needs its input.
struct ContrastBackward: Operation {
  let forward: ContrastForward
  let outputGradient: Buffer
  let inputGradient: Buffer

  var layer: String { forward.layer }
  var reads: [Buffer] { [forward.input, outputGradient] }
  var writes: [Buffer] { [inputGradient] }

  func run(on executor: any Executor) { executor.run(self) }
}

/// What an executor does with images at random.
protocol AugmentationExecutor {
  func run(_ operation: MirrorForward)
  func run(_ operation: WarpForward)
  func run(_ operation: WarpBackward)
  func run(_ operation: ContrastForward)
  func run(_ operation: ContrastBackward)
}
