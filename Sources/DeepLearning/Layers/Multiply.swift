internal import Kernels

/// Multiplies tensors element by element, as `keras.layers.Multiply`.
///
/// y = x₁ · x₂ · …
/// ## Shapes
/// several inputs of one shape → that shape; an axis of extent 1 is repeated where others have more
public struct Multiply: Layer {
  private let identity: LayerIdentity

  /// Makes a layer that is called on several tensors: `Multiply()([left, right])`.
  public init(name: String? = nil) { identity = LayerIdentity(name: name) }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Multiply: Merging {
  static var typeName: String { "Multiply" }
  static var baseName: String { "multiply" }
  static var function: Combination.Function { .product }
}
