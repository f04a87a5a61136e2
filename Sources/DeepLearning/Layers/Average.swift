internal import Kernels

/// Takes the mean of tensors element by element, as `keras.layers.Average`.
///
/// y = (x₁ + x₂ + … + xₙ) / n
/// ## Shapes
/// several inputs of one shape → that shape; an axis of extent 1 is repeated where others have more
public struct Average: Layer {
  private let identity: LayerIdentity

  /// Makes a layer that is called on several tensors: `Average()([left, right])`.
  public init(name: String? = nil) { identity = LayerIdentity(name: name) }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Average: Merging {
  static var typeName: String { "Average" }
  static var baseName: String { "average" }
  static var function: Combination.Function { .sum }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let sum = merge(call, in: &builder)
    guard call.inputs.count > 1 else { return sum }
    let output = builder.value(shape: call.shape)
    builder.append(
      Scaling(
        layer: call.name, scale: 1 / Float(call.inputs.count), count: builder.count(of: call.shape), input: sum.buffer,
        output: output.buffer))
    return output
  }
}
