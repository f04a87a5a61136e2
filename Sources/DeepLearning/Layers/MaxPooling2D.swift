internal import Kernels

/// Takes the maximum of each window of each channel, as `keras.layers.MaxPooling2D`.
///
/// y[n,i,j,c] = max over the window of x[n, i·s+u, j·s+v, c]; padding never wins.
/// ## Shapes
/// [batch, height, width, channels] → [batch, positions down, positions across, channels]
public struct MaxPooling2D: Layer {
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

extension MaxPooling2D: ConfigurableLayer {
  /// Places of a window that one byte can name.
  private static var largestWindow: Int { 256 }

  static var typeName: String { "MaxPooling2D" }
  static var baseName: String { "max_pooling2d" }
  var settings: Settings {
    ["pool_size": .extents(poolSize), "strides": .extents(strides), "padding": padding.setting]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let poolSize = try settings.integers("pool_size", default: [2])
    self.init(
      poolSize: poolSize, strides: try settings.integers("strides", default: poolSize),
      padding: try settings.choice("padding", default: .valid), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    let sliding = try SlidingWindow(window: poolSize, named: "poolSize", strides: strides, padding: padding)
    guard sliding.window.height * sliding.window.width <= Self.largestWindow else {
      throw LayerProblem("poolSize is \(sliding.window)", needed: "at most \(Self.largestWindow) places in a window")
    }
    let positions = try sliding.positions(height: image.height, width: image.width, shape: inputs[0])
    return [positions.height, positions.width, image.channels]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let output = builder.value(shape: call.shape)
    let sliding = SlidingWindow(checked: poolSize, strides: strides, padding: padding)
    builder.append(
      MaxPoolingForward(
        layer: call.name, kernel: MaxPooling(sliding.pooling(of: call.inputs[0].shape, batch: builder.batch)),
        input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}
