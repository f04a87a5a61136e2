internal import Kernels

/// Subtracts a tensor from another element by element, as `keras.layers.Subtract`.
///
/// y = x₁ − x₂
/// ## Shapes
/// several inputs of one shape → that shape; an axis of extent 1 is repeated where others have more
public struct Subtract: Layer {
  private let identity: LayerIdentity

  /// Makes a layer that is called on several tensors: `Subtract()([left, right])`.
  public init(name: String? = nil) { identity = LayerIdentity(name: name) }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Subtract: Merging {
  static var typeName: String { "Subtract" }
  static var baseName: String { "subtract" }
  static var function: Combination.Function { .difference }
  var inputCounts: ClosedRange<Int> { 2...2 }
}
