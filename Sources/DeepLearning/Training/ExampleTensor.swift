public import Tensors

/// A tensor of any element: inputs and targets of a model with several of them are lists that may mix images of bytes,
/// floats and labels.
public protocol ExampleTensor: Sendable {
  associatedtype Element: Scalar

  /// The tensor itself. Its first axis counts examples.
  var tensor: Tensor<Element> { get }
}

extension Tensor: ExampleTensor {
  public var tensor: Tensor<Element> { self }
}

extension ExampleTensor {
  var inputExamples: Examples { Examples(inputs: tensor) }

  func targetExamples(for loss: Loss) -> Examples { Examples(targets: tensor, for: loss) }

  /// Number of examples; 0 of a scalar.
  var exampleCount: Int { tensor.shape.first ?? 0 }
}
