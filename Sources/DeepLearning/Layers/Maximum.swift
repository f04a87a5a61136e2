internal import Kernels

/// Takes the greatest of several tensors element by element, as `keras.layers.Maximum`.
///
/// y = max(x₁, x₂, …); of equal elements the first gets the gradient.
/// ## Shapes
/// several inputs of one shape → that shape; an axis of extent 1 is repeated where others have more
public struct Maximum: Layer {
  private let identity: LayerIdentity

  /// Makes a layer that is called on several tensors: `Maximum()([left, right])`.
  public init(name: String? = nil) { identity = LayerIdentity(name: name) }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Maximum: Merging {
  static var typeName: String { "Maximum" }
  static var baseName: String { "maximum" }
  static var function: Combination.Function { .maximum }
}
