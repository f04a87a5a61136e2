internal import Kernels

/// Keeps a small slope below 0, as `keras.layers.LeakyReLU`.
///
/// y = x where positive, else negativeSlope · x
/// ## Shapes
/// The output has the input's shape.
public struct LeakyReLU: Layer {
  /// Slope below 0: at least 0.
  public let negativeSlope: Double
  private let identity: LayerIdentity

  /// Makes a leaky ReLU. Note that `Activation(.leakyRelu)` has a slope of 0.2, as in Keras.
  public init(negativeSlope: Double = 0.3, name: String? = nil) {
    self.negativeSlope = negativeSlope
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension LeakyReLU: ConfigurableLayer {
  static var typeName: String { "LeakyReLU" }
  static var baseName: String { "leaky_re_lu" }
  var settings: Settings { ["negative_slope": .number(negativeSlope)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(negativeSlope: try settings.number("negative_slope", default: 0.3), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard negativeSlope >= 0, negativeSlope.isFinite else {
      throw LayerProblem("negativeSlope is \(negativeSlope)", needed: "at least 0")
    }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let rectifier = Rectifier(negativeSlope: Float(negativeSlope))
    return builder.apply(.rectifier(rectifier), to: call.inputs[0], layer: call.name)
  }
}
