internal import Kernels

// Values that are joined. Buffers become pointers, the kernel does the work.
extension CPUExecutor {
  func run(_ operation: CombinationForward) {
    unsafe operation.kernel.forward(
      left: source(operation.left.buffer), right: source(operation.right.buffer), output: target(operation.output))
  }

  func run(_ operation: CombinationSplit) {
    let forward = operation.forward
    unsafe forward.kernel.split(
      left: source(forward.left.buffer), right: source(forward.right.buffer),
      outputGradient: source(operation.outputGradient), leftGradient: optionalTarget(operation.leftGradient),
      rightGradient: optionalTarget(operation.rightGradient))
  }

  func run(_ operation: RepetitionSum) {
    unsafe operation.kernel.forward(source: source(operation.source), target: target(operation.target))
  }

  func run(_ operation: JoiningForward) {
    for (number, input) in operation.inputs.enumerated() {
      unsafe operation.kernel.insert(number, from: source(input), into: target(operation.output))
    }
  }

  func run(_ operation: JoiningBackward) {
    for (number, gradient) in operation.inputGradients.enumerated() {
      guard let gradient else { continue }
      unsafe operation.kernel.extract(number, from: source(operation.outputGradient), into: target(gradient))
    }
  }
}
