internal import Kernels

/// Slides kernels of its own over each channel of an image, adds a bias and applies an activation.
///
/// y[n,i,j,c·m′+m] = activation(b[c·m′+m] + Σ x[n, i·s+u·d−top, j·s+v·d−left, c] · w[u,v,c,m]), m′ being `depthMultiplier` and
/// d `dilationRate`, as `keras.layers.DepthwiseConv2D`
/// ## Shapes
/// [batch, height, width, channels] → [batch, positions down, positions across, channels · depthMultiplier]; kernel
/// [kernelHeight, kernelWidth, channels, depthMultiplier], bias [channels · depthMultiplier]. Positions: see `WindowPadding`.
public struct DepthwiseConv2D: Layer {
  /// Extent of each kernel: one number, or [height, width].
  public let kernelSize: [Int]
  /// Pixels between neighbouring positions: one number, or [down, across].
  public let strides: [Int]
  /// What happens at the border.
  public let padding: WindowPadding
  /// Kernels of each channel.
  public let depthMultiplier: Int
  /// Pixels between neighbouring places of a kernel: one number, or [down, across]. Excludes strides.
  public let dilationRate: [Int]
  /// What is applied to the sums.
  public let activation: ActivationFunction
  /// Whether a bias is added.
  public let useBias: Bool
  /// How the kernel's first value is made.
  public let depthwiseInitializer: Initializer
  /// How the bias's first value is made.
  public let biasInitializer: Initializer
  /// What the kernel adds to the loss.
  public let depthwiseRegularizer: Regularizer?
  /// What the bias adds to the loss.
  public let biasRegularizer: Regularizer?
  private let identity: LayerIdentity

  /// Makes a depthwise convolution with Keras' defaults. Settings out of range are reported by `Model(inputs:outputs:)`.
  public init(
    kernelSize: any SpatialSize, strides: any SpatialSize = 1, padding: WindowPadding = .valid,
    depthMultiplier: Int = 1, dilationRate: any SpatialSize = 1, activation: ActivationFunction = .linear,
    useBias: Bool = true, depthwiseInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    depthwiseRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil, name: String? = nil
  ) {
    self.kernelSize = kernelSize.spatialExtents
    self.strides = strides.spatialExtents
    self.padding = padding
    self.depthMultiplier = depthMultiplier
    self.dilationRate = dilationRate.spatialExtents
    self.activation = activation
    self.useBias = useBias
    self.depthwiseInitializer = depthwiseInitializer
    self.biasInitializer = biasInitializer
    self.depthwiseRegularizer = depthwiseRegularizer
    self.biasRegularizer = biasRegularizer
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension DepthwiseConv2D: ConfigurableLayer {
  static var typeName: String { "DepthwiseConv2D" }
  static var baseName: String { "depthwise_conv2d" }

  var settings: Settings {
    [
      "kernel_size": .extents(kernelSize), "strides": .extents(strides), "padding": padding.setting,
      "depth_multiplier": .integer(depthMultiplier), "dilation_rate": .extents(dilationRate),
      "activation": activation.setting, "use_bias": .bool(useBias),
      "depthwise_initializer": depthwiseInitializer.setting, "bias_initializer": biasInitializer.setting,
      "depthwise_regularizer": depthwiseRegularizer?.setting ?? nil,
      "bias_regularizer": biasRegularizer?.setting ?? nil,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(
      kernelSize: try settings.integers("kernel_size"), strides: try settings.integers("strides", default: [1]),
      padding: try settings.choice("padding", default: .valid),
      depthMultiplier: try settings.integer("depth_multiplier", default: 1),
      dilationRate: try settings.integers("dilation_rate", default: [1]), activation: try settings.activation(),
      useBias: try settings.bool("use_bias", default: true),
      depthwiseInitializer: try settings.initializer("depthwise_initializer", default: .glorotUniform),
      biasInitializer: try settings.initializer("bias_initializer", default: .zeros),
      depthwiseRegularizer: try settings.regularizer("depthwise_regularizer"),
      biasRegularizer: try settings.regularizer("bias_regularizer"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    guard depthMultiplier > 0 else {
      throw LayerProblem("depthMultiplier is \(depthMultiplier)", needed: "at least 1")
    }
    let sliding = try SlidingWindow(
      window: kernelSize, named: "kernelSize", strides: strides, padding: padding, dilationRate: dilationRate)
    let positions = try sliding.positions(height: image.height, width: image.width, shape: inputs[0])
    return [positions.height, positions.width, image.channels * depthMultiplier]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let (kernel, channels) = (Extents(checked: kernelSize), inputs[0][2])
    let weight = ParameterSpecification(
      name: "kernel", shape: [kernel.height, kernel.width, channels, depthMultiplier],
      initializer: depthwiseInitializer, regularizer: depthwiseRegularizer)
    let bias = ParameterSpecification(
      name: "bias", shape: [channels * depthMultiplier], initializer: biasInitializer, regularizer: biasRegularizer)
    return useBias ? [weight, bias] : [weight]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let window = DepthwiseWindow(
      kernelSize: kernelSize, strides: strides, padding: padding, multiplier: depthMultiplier,
      dilationRate: dilationRate)
    let output = builder.value(shape: call.shape)
    builder.append(
      FilterForward(
        layer: call.name,
        kernel: DepthwiseConvolution(window.geometry(of: call.inputs[0].shape, batch: builder.batch)),
        input: call.inputs[0].buffer, filter: builder.weight("kernel", of: call), bias: call.parameters["bias"],
        output: output.buffer))
    return builder.activate(output, activation, layer: call.name)
  }
}

/// Checked settings of a depthwise convolution.
struct DepthwiseWindow {
  let kernelSize: [Int]
  let strides: [Int]
  let padding: WindowPadding
  let multiplier: Int
  let dilationRate: [Int]

  func geometry(of shape: [Int], batch: Int) -> DepthwiseGeometry {
    let (kernel, rate) = (Extents(checked: kernelSize), Extents(checked: dilationRate))
    let sliding = SlidingWindow(checked: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate)
    return DepthwiseGeometry(
      batch: batch, input: (shape[0], shape[1], shape[2]), kernel: (kernel.height, kernel.width),
      multiplier: multiplier, strides: (sliding.strides.height, sliding.strides.width),
      dilation: (rate.height, rate.width), padding: sliding.zeros(height: shape[0], width: shape[1]))
  }
}
