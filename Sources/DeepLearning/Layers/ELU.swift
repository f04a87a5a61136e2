internal import Kernels

/// Bends towards −α below 0, as `keras.layers.ELU`. Clevert et al., "Exponential Linear Units" (2016).
///
/// y = x where positive, else α · (eˣ − 1)
/// ## Shapes
/// The output has the input's shape.
public struct ELU: Layer {
  /// How far below 0 the output goes: at least 0.
  public let alpha: Double
  private let identity: LayerIdentity

  /// Makes an exponential linear unit.
  public init(alpha: Double = 1, name: String? = nil) {
    self.alpha = alpha
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension ELU: ConfigurableLayer {
  static var typeName: String { "ELU" }
  static var baseName: String { "elu" }
  var settings: Settings { ["alpha": .number(alpha)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(alpha: try settings.number("alpha", default: 1), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard alpha >= 0, alpha.isFinite else { throw LayerProblem("alpha is \(alpha)", needed: "at least 0") }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    builder.apply(.elu(alpha: Float(alpha)), to: call.inputs[0], layer: call.name)
  }
}
