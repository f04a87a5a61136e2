/// Applies a function to every value (softmax: over the last axis), as `keras.layers.Activation`.
///
/// ## Shapes
/// The output has the input's shape.
public struct Activation: Layer {
  /// The function.
  public let function: ActivationFunction
  private let identity: LayerIdentity

  /// Makes a layer that applies `function`.
  public init(_ function: ActivationFunction, name: String? = nil) {
    self.function = function
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Activation: ConfigurableLayer {
  static var typeName: String { "Activation" }
  static var baseName: String { "activation" }
  var settings: Settings { ["activation": function.setting] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(try settings.activation(), name: name)
  }

  func outputShape(for inputs: [[Int]]) -> [Int] { inputs[0] }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    builder.activate(call.inputs[0], function, layer: call.name)
  }
}
