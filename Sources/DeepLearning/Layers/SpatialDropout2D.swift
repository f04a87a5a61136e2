internal import Kernels

/// Zeroes whole channels of images at random while training and scales the rest, as `keras.layers.SpatialDropout2D`. At other
/// times it does nothing.
///
/// y[n,i,j,c] = x[n,i,j,c] · mask[n,c] / (1 − rate); the mask follows from the model's seed, the layer's name and the step.
/// ## Shapes
/// [batch, height, width, channels] → the same
public struct SpatialDropout2D: Layer {
  /// Share of channels that is zeroed: at least 0 and below 1.
  public let rate: Double
  private let identity: LayerIdentity

  /// Makes a dropout of channels.
  public init(rate: Double, name: String? = nil) {
    self.rate = rate
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension SpatialDropout2D: ConfigurableLayer {
  static var typeName: String { "SpatialDropout2D" }
  static var baseName: String { "spatial_dropout2d" }
  var settings: Settings { ["rate": .number(rate)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    _ = settings.take("seed")
    self.init(rate: try settings.number("rate"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard rate >= 0, rate < 1 else { throw LayerProblem("rate is \(rate)", needed: "at least 0 and below 1") }
    _ = try imageShape(of: inputs)
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    guard builder.mode == .training, rate > 0 else { return call.inputs[0] }
    let shape = call.shape
    let kernel = SpatialDropout(
      rate: Float(rate), batch: builder.batch, places: shape[0] * shape[1], channels: shape[2])
    let output = builder.value(shape: shape)
    builder.append(
      ChannelMasking(layer: call.name, kernel: kernel, input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}
