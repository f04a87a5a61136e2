internal import Kernels

/// Takes the mean of each window of each channel, as `keras.layers.AveragePooling2D`.
///
/// y[n,i,j,c] = mean over the window of x[n, i·s+u, j·s+v, c]; padding does not count.
/// ## Shapes
/// [batch, height, width, channels] → [batch, positions down, positions across, channels]
public struct AveragePooling2D: Layer {
  /// Extent of the window: one number, or [height, width].
  public let poolSize: [Int]
  /// Pixels between windows: one number, or [down, across].
  public let strides: [Int]
  /// What happens at the border.
  public let padding: WindowPadding
  private let identity: LayerIdentity

  /// Makes a pooling whose windows do not overlap unless `strides` says so.
  public init(
    poolSize: any SpatialSize = 2, strides: (any SpatialSize)? = nil, padding: WindowPadding = .valid,
    name: String? = nil
  ) {
    self.poolSize = poolSize.spatialExtents
    self.strides = (strides ?? poolSize).spatialExtents
    self.padding = padding
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension AveragePooling2D: ConfigurableLayer {
  static var typeName: String { "AveragePooling2D" }
  static var baseName: String { "average_pooling2d" }
  var settings: Settings {
    ["pool_size": .extents(poolSize), "strides": .extents(strides), "padding": padding.setting]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let poolSize = try settings.integers("pool_size")
    self.init(
      poolSize: poolSize, strides: try settings.integers("strides", default: poolSize),
      padding: try settings.choice("padding", default: .valid), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    let sliding = try SlidingWindow(window: poolSize, named: "poolSize", strides: strides, padding: padding)
    let positions = try sliding.positions(height: image.height, width: image.width, shape: inputs[0])
    return [positions.height, positions.width, image.channels]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let output = builder.value(shape: call.shape)
    let sliding = SlidingWindow(checked: poolSize, strides: strides, padding: padding)
    builder.append(
      LinearMapForward(
        layer: call.name, kernel: AveragePooling(sliding.pooling(of: call.inputs[0].shape, batch: builder.batch)),
        input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}
