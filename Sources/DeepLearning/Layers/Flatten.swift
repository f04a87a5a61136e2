/// Lays the values of each example in one row, as `keras.layers.Flatten`. Nothing is computed or copied.
///
/// ## Shapes
/// [batch, height, width, channels] → [batch, height · width · channels]
public struct Flatten: Layer {
  private let identity: LayerIdentity

  /// Makes a flattening.
  public init(name: String? = nil) { identity = LayerIdentity(name: name) }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Flatten: ConfigurableLayer {
  static var typeName: String { "Flatten" }
  static var baseName: String { "flatten" }
  var settings: Settings { [:] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) { self.init(name: name) }

  func outputShape(for inputs: [[Int]]) -> [Int] { [inputs[0].reduce(1, *)] }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    Value(buffer: call.inputs[0].buffer, shape: call.shape)
  }
}
