/// Turns scores into probabilities along the last axis, as `keras.layers.Softmax`.
///
/// y = eˣ / Σ eˣ
/// ## Shapes
/// The output has the input's shape.
public struct Softmax: Layer {
  /// The axis along which the sum is taken, the batch being axis 0: −1 or the last.
  public let axis: Int
  private let identity: LayerIdentity

  /// Makes a softmax.
  public init(axis: Int = -1, name: String? = nil) {
    self.axis = axis
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Softmax: ConfigurableLayer {
  static var typeName: String { "Softmax" }
  static var baseName: String { "softmax" }
  var settings: Settings { ["axis": .integer(axis)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(axis: try settings.integer("axis", default: -1), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard axis == -1 || axis == inputs[0].count else {
      throw LayerProblem("axis is \(axis)", needed: "-1, the last axis of \(batchShape(inputs[0]))")
    }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    builder.activate(call.inputs[0], .softmax, layer: call.name)
  }
}
