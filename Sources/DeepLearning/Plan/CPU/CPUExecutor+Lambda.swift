internal import Tensors

// Authors' own functions: buffers become tensors and tensors buffers.
extension CPUExecutor {
  func run(_ operation: LambdaForward) throws(DeepLearningError) {
    let output = try operation.value(of: tensor(operation.input, operation.inputShape))
    fill(operation.output, from: output)
  }

  func run(_ operation: LambdaBackward) throws(DeepLearningError) {
    let forward = operation.forward
    let gradient = try forward.gradient(
      input: tensor(forward.input, forward.inputShape), output: tensor(forward.output, forward.outputShape),
      outputGradient: tensor(operation.outputGradient, forward.outputShape))
    fill(operation.inputGradient, from: gradient)
  }

  private func tensor(_ buffer: Buffer, _ shape: [Int]) -> Tensor<Float> {
    var tensor = Tensor<Float>(uninitialized: shape)
    copy(buffer, to: &tensor, at: 0)
    return tensor
  }

  private func fill(_ buffer: Buffer, from tensor: Tensor<Float>) {
    unsafe tensor.withUnsafeBuffer { values in
      guard let base = values.baseAddress else { return }
      unsafe target(buffer).update(from: base, count: values.count)
    }
  }
}
