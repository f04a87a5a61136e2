/// Multiplies every value by a constant and adds another, as `keras.layers.Rescaling`.
///
/// y = x · scale + offset
/// ## Shapes
/// The output has the input's shape.
public struct Rescaling: Layer {
  /// Factor, such as 1 / 255 for 8-bit images.
  public let scale: Float
  /// What is added afterwards.
  public let offset: Float
  private let identity: LayerIdentity

  /// Makes a rescaling.
  public init(_ scale: Float, offset: Float = 0, name: String? = nil) {
    self.scale = scale
    self.offset = offset
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Rescaling: ConfigurableLayer {
  static var typeName: String { "Rescaling" }
  static var baseName: String { "rescaling" }
  var settings: Settings { ["scale": .number(Double(scale)), "offset": .number(Double(offset))] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(
      Float(try settings.number("scale")), offset: Float(try settings.number("offset", default: 0)), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard scale.isFinite, offset.isFinite else {
      throw LayerProblem("scale is \(scale) and offset \(offset)", needed: "finite numbers")
    }
    return inputs[0]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let output = builder.value(shape: call.shape)
    builder.append(
      Scaling(
        layer: call.name, scale: scale, offset: offset, count: builder.count(of: call.shape),
        input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}
