internal import Kernels

/// Zeroes values at random while training and scales the rest, as `keras.layers.Dropout`. At other times it does nothing.
///
/// y = x · mask / (1 − rate); the mask follows from the model's seed, the layer's name and the step.
/// ## Shapes
/// The output has the input's shape.
public struct Dropout: Layer {
  /// Share of values that is zeroed: at least 0 and below 1.
  public let rate: Double
  private let identity: LayerIdentity

  /// Makes a dropout.
  public init(rate: Double, name: String? = nil) {
    self.rate = rate
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Dropout: ConfigurableLayer {
  static var typeName: String { "Dropout" }
  static var baseName: String { "dropout" }
  var settings: Settings { ["rate": .number(rate)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    _ = settings.take("seed")
    _ = settings.take("noise_shape")
    self.init(rate: try settings.number("rate"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard rate >= 0, rate < 1 else { throw LayerProblem("rate is \(rate)", needed: "at least 0 and below 1") }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    guard builder.mode == .training, rate > 0 else { return call.inputs[0] }
    let output = builder.value(shape: call.shape)
    builder.append(
      Masking(
        layer: call.name, kernel: Kernels.Dropout(rate: Float(rate)), count: builder.count(of: call.shape),
        input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}
