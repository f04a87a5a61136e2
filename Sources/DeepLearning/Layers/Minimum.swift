internal import Kernels

/// Takes the least of several tensors element by element, as `keras.layers.Minimum`.
///
/// y = min(x₁, x₂, …); of equal elements the first gets the gradient.
/// ## Shapes
/// several inputs of one shape → that shape; an axis of extent 1 is repeated where others have more
public struct Minimum: Layer {
  private let identity: LayerIdentity

  /// Makes a layer that is called on several tensors: `Minimum()([left, right])`.
  public init(name: String? = nil) { identity = LayerIdentity(name: name) }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Minimum: Merging {
  static var typeName: String { "Minimum" }
  static var baseName: String { "minimum" }
  static var function: Combination.Function { .minimum }
}
