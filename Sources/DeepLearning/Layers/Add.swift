internal import Kernels

/// Adds tensors element by element, as `keras.layers.Add`.
///
/// y = x₁ + x₂ + …
/// ## Shapes
/// several inputs of one shape → that shape; an axis of extent 1 is repeated where others have more
public struct Add: Layer {
  private let identity: LayerIdentity

  /// Makes a layer that is called on several tensors: `Add()([left, right])`.
  public init(name: String? = nil) { identity = LayerIdentity(name: name) }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Add: Merging {
  static var typeName: String { "Add" }
  static var baseName: String { "add" }
  static var function: Combination.Function { .sum }
}
