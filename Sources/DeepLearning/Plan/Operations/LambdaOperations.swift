internal import Tensors

/// An author's function and its gradient. A plan runs on the thread that asked for it, so they never cross to another one.
struct LambdaFunctions: @unchecked Sendable {
  let function: Lambda.Function
  let gradient: Lambda.Gradient
}

/// An author's own function of a whole batch.
struct LambdaForward: UnaryOperation {
  let layer: String
  let functions: LambdaFunctions
  /// Extents, batch included.
  let inputShape: [Int]
  let outputShape: [Int]
  let input: Buffer
  let output: Buffer

  func run(on executor: any Executor) throws(DeepLearningError) { try executor.run(self) }

  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation {
    LambdaBackward(forward: self, outputGradient: outputGradient, inputGradient: inputGradient)
  }

  /// Calls the function.
  ///
  /// - Throws: `DeepLearningError` naming the layer if the function throws or gives another shape than it should.
  func value(of input: Tensor<Float>) throws(DeepLearningError) -> Tensor<Float> {
    try checked("function", shape: outputShape) { try functions.function(input) }
  }

  /// Calls the gradient.
  ///
  /// - Throws: `DeepLearningError` naming the layer if the gradient throws or gives another shape than it should.
  func gradient(
    input: Tensor<Float>, output: Tensor<Float>, outputGradient: Tensor<Float>
  ) throws(DeepLearningError) -> Tensor<Float> {
    try checked("gradient", shape: inputShape) { try functions.gradient(input, output, outputGradient) }
  }

  private func checked(
    _ what: String, shape: [Int], _ call: () throws -> Tensor<Float>
  ) throws(DeepLearningError) -> Tensor<Float> {
    let place = "\(layer) (Lambda)"
    let result: Tensor<Float>
    do { result = try call() } catch { throw DeepLearningError(place, "its \(what) failed: \(error)") }
    guard result.shape == shape else {
      throw DeepLearningError(place, "its \(what) gave a tensor of shape \(result.shape)", expected: "\(shape)")
    }
    return result
  }
}

/// The gradient by the input of an author's own function.
struct LambdaBackward: Operation {
  let forward: LambdaForward
  let outputGradient: Buffer
  let inputGradient: Buffer

  var layer: String { forward.layer }
  var reads: [Buffer] { [forward.input, forward.output, outputGradient] }
  var writes: [Buffer] { [inputGradient] }

  func run(on executor: any Executor) throws(DeepLearningError) { try executor.run(self) }
}

/// What an executor does for authors' own functions.
protocol LambdaExecutor {
  func run(_ operation: LambdaForward) throws(DeepLearningError)
  func run(_ operation: LambdaBackward) throws(DeepLearningError)
}
