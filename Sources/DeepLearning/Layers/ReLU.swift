internal import Kernels

/// Cuts off what is below a threshold, as `keras.layers.ReLU`.
///
/// y = min(x, maxValue) where x > threshold, else negativeSlope · (x − threshold)
/// ## Shapes
/// The output has the input's shape.
public struct ReLU: Layer {
  /// The greatest value that the output has; nil for no limit.
  public let maxValue: Double?
  /// Slope below the threshold: at least 0.
  public let negativeSlope: Double
  /// Where the slope changes: at least 0.
  public let threshold: Double
  private let identity: LayerIdentity

  /// Makes a ReLU, by default max(x, 0).
  public init(maxValue: Double? = nil, negativeSlope: Double = 0, threshold: Double = 0, name: String? = nil) {
    self.maxValue = maxValue
    self.negativeSlope = negativeSlope
    self.threshold = threshold
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension ReLU: ConfigurableLayer {
  static var typeName: String { "ReLU" }
  static var baseName: String { "re_lu" }
  var settings: Settings {
    [
      "max_value": maxValue.map { SettingValue.number($0) } ?? .null, "negative_slope": .number(negativeSlope),
      "threshold": .number(threshold),
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    var maxValue: Double?
    if let limit = settings.take("max_value"), limit != .null {
      var reader = SettingsReader(["max_value": limit])
      maxValue = try reader.number("max_value")
    }
    self.init(
      maxValue: maxValue, negativeSlope: try settings.number("negative_slope", default: 0),
      threshold: try settings.number("threshold", default: 0), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let named = [("maxValue", maxValue ?? 0), ("negativeSlope", negativeSlope), ("threshold", threshold)]
    for (name, value) in named where !(value >= 0 && value.isFinite) {
      throw LayerProblem("\(name) is \(value)", needed: "at least 0")
    }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    guard maxValue != nil || negativeSlope > 0 || threshold > 0 else {
      return builder.activate(call.inputs[0], .relu, layer: call.name)
    }
    let rectifier = Rectifier(
      negativeSlope: Float(negativeSlope), maxValue: maxValue.map { Float($0) } ?? .infinity,
      threshold: Float(threshold))
    return builder.apply(.rectifier(rectifier), to: call.inputs[0], layer: call.name)
  }
}
