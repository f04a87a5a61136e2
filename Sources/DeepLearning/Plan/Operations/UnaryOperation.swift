/// An operation with one input, whose gradient is another operation.
protocol UnaryOperation: ForwardOperation {
  var input: Buffer { get }

  /// The operation that computes the gradient by the input from the gradient by the output.
  func backward(outputGradient: Buffer, inputGradient: Buffer) -> any Operation
}

extension UnaryOperation {
  var reads: [Buffer] { [input] }
  var writes: [Buffer] { [output] }
  var differentiable: [Buffer] { [input] }

  func differentiate(_ pass: inout GradientPass) {
    guard let outputGradient = pass.gradient(of: output),
      let inputGradient = pass.destination(for: input, layer: layer)
    else { return }
    pass.append(backward(outputGradient: outputGradient, inputGradient: inputGradient))
  }
}
