/// Moves convolutions that can add to the gradient by their input right behind what computes that input.
///
/// Then they come last on the way back, and find the gradients of the input's other readers to add theirs to.
struct Hoisting {
  func apply(to operations: [any ForwardOperation]) -> [any ForwardOperation] {
    var order = operations
    for convolution in operations.compactMap({ $0 as? ConvolutionForward }) where convolution.kernel.addsToInputGradient
    {
      order.removeAll { $0.output == convolution.output }
      let source = order.lastIndex { $0.writes.contains(where: convolution.reads.contains) }
      order.insert(convolution, at: source.map { $0 + 1 } ?? 0)
    }
    return order
  }
}
