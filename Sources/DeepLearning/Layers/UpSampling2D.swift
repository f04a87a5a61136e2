internal import Kernels

/// Enlarges each image by whole factors, as `keras.layers.UpSampling2D`.
///
/// `nearest` repeats each pixel; `bilinear` interpolates between the pixels' middles, those at the border reaching beyond it.
/// ## Shapes
/// [batch, height, width, channels] → [batch, height · down, width · across, channels]
public struct UpSampling2D: Layer {
  /// How pixels of the larger image get their values.
  public enum Interpolation: String, Hashable, Sendable, CaseIterable {
    /// Each pixel is repeated.
    case nearest
    /// Between the four nearest pixels, weighted by distance.
    case bilinear
  }

  /// The factor: one number, or [down, across].
  public let size: [Int]
  /// How pixels of the larger image get their values.
  public let interpolation: Interpolation
  private let identity: LayerIdentity

  /// Makes an enlargement with Keras' defaults.
  public init(size: any SpatialSize = 2, interpolation: Interpolation = .nearest, name: String? = nil) {
    self.size = size.spatialExtents
    self.interpolation = interpolation
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension UpSampling2D: ConfigurableLayer {
  static var typeName: String { "UpSampling2D" }
  static var baseName: String { "up_sampling2d" }
  var settings: Settings { ["size": .extents(size), "interpolation": .text(interpolation.rawValue)] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(
      size: try settings.integers("size", default: [2]),
      interpolation: try settings.choice("interpolation", default: .nearest), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    let factors = try Extents(size, named: "size")
    return [image.height * factors.height, image.width * factors.width, image.channels]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let (input, factors) = (call.inputs[0], Extents(checked: size))
    let output = builder.value(shape: call.shape)
    let kernel = UpSampling(
      batch: builder.batch, input: (input.shape[0], input.shape[1], input.shape[2]),
      factors: (factors.height, factors.width), interpolation: interpolation == .nearest ? .nearest : .bilinear)
    builder.append(
      LinearMapForward(layer: call.name, kernel: kernel, input: input.buffer, output: output.buffer))
    return output
  }
}
