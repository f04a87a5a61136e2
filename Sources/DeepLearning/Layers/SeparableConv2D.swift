internal import Kernels

/// Slides kernels of its own over each channel of an image and mixes the channels of each place: a convolution with few weights.
///
/// A depthwise convolution, then one with kernels of 1 x 1, then a bias and an activation, as `keras.layers.SeparableConv2D`
/// ## Shapes
/// [batch, height, width, channels] → [batch, positions down, positions across, filters]; depthwise_kernel [kernelHeight,
/// kernelWidth, channels, depthMultiplier], pointwise_kernel [1, 1, channels · depthMultiplier, filters], bias [filters].
/// Positions: see `WindowPadding`.
public struct SeparableConv2D: Layer {
  /// Number of channels of the output.
  public let filters: Int
  /// Extent of each depthwise kernel: one number, or [height, width].
  public let kernelSize: [Int]
  /// Pixels between neighbouring positions: one number, or [down, across].
  public let strides: [Int]
  /// What happens at the border.
  public let padding: WindowPadding
  /// Pixels between neighbouring places of a depthwise kernel: one number, or [down, across]. Excludes strides.
  public let dilationRate: [Int]
  /// Depthwise kernels of each channel.
  public let depthMultiplier: Int
  /// What is applied to the sums.
  public let activation: ActivationFunction
  /// Whether a bias is added.
  public let useBias: Bool
  /// How the depthwise kernel's first value is made.
  public let depthwiseInitializer: Initializer
  /// How the pointwise kernel's first value is made.
  public let pointwiseInitializer: Initializer
  /// How the bias's first value is made.
  public let biasInitializer: Initializer
  /// What the depthwise kernel adds to the loss.
  public let depthwiseRegularizer: Regularizer?
  /// What the pointwise kernel adds to the loss.
  public let pointwiseRegularizer: Regularizer?
  /// What the bias adds to the loss.
  public let biasRegularizer: Regularizer?
  private let identity: LayerIdentity

  /// Makes a separable convolution with Keras' defaults. Settings out of range are reported by `Model(inputs:outputs:)`.
  public init(
    filters: Int, kernelSize: any SpatialSize, strides: any SpatialSize = 1, padding: WindowPadding = .valid,
    dilationRate: any SpatialSize = 1, depthMultiplier: Int = 1, activation: ActivationFunction = .linear,
    useBias: Bool = true, depthwiseInitializer: Initializer = .glorotUniform,
    pointwiseInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    depthwiseRegularizer: Regularizer? = nil, pointwiseRegularizer: Regularizer? = nil,
    biasRegularizer: Regularizer? = nil, name: String? = nil
  ) {
    self.filters = filters
    self.kernelSize = kernelSize.spatialExtents
    self.strides = strides.spatialExtents
    self.padding = padding
    self.dilationRate = dilationRate.spatialExtents
    self.depthMultiplier = depthMultiplier
    self.activation = activation
    self.useBias = useBias
    self.depthwiseInitializer = depthwiseInitializer
    self.pointwiseInitializer = pointwiseInitializer
    self.biasInitializer = biasInitializer
    self.depthwiseRegularizer = depthwiseRegularizer
    self.pointwiseRegularizer = pointwiseRegularizer
    self.biasRegularizer = biasRegularizer
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension SeparableConv2D: ConfigurableLayer {
  static var typeName: String { "SeparableConv2D" }
  static var baseName: String { "separable_conv2d" }

  var settings: Settings {
    [
      "filters": .integer(filters), "kernel_size": .extents(kernelSize), "strides": .extents(strides),
      "padding": padding.setting, "dilation_rate": .extents(dilationRate),
      "depth_multiplier": .integer(depthMultiplier), "activation": activation.setting, "use_bias": .bool(useBias),
      "depthwise_initializer": depthwiseInitializer.setting, "pointwise_initializer": pointwiseInitializer.setting,
      "bias_initializer": biasInitializer.setting, "depthwise_regularizer": depthwiseRegularizer?.setting ?? nil,
      "pointwise_regularizer": pointwiseRegularizer?.setting ?? nil,
      "bias_regularizer": biasRegularizer?.setting ?? nil,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(
      filters: try settings.integer("filters"), kernelSize: try settings.integers("kernel_size"),
      strides: try settings.integers("strides", default: [1]),
      padding: try settings.choice("padding", default: .valid),
      dilationRate: try settings.integers("dilation_rate", default: [1]),
      depthMultiplier: try settings.integer("depth_multiplier", default: 1), activation: try settings.activation(),
      useBias: try settings.bool("use_bias", default: true),
      depthwiseInitializer: try settings.initializer("depthwise_initializer", default: .glorotUniform),
      pointwiseInitializer: try settings.initializer("pointwise_initializer", default: .glorotUniform),
      biasInitializer: try settings.initializer("bias_initializer", default: .zeros),
      depthwiseRegularizer: try settings.regularizer("depthwise_regularizer"),
      pointwiseRegularizer: try settings.regularizer("pointwise_regularizer"),
      biasRegularizer: try settings.regularizer("bias_regularizer"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    guard filters > 0 else { throw LayerProblem("filters is \(filters)", needed: "at least 1") }
    guard depthMultiplier > 0 else {
      throw LayerProblem("depthMultiplier is \(depthMultiplier)", needed: "at least 1")
    }
    let sliding = try SlidingWindow(
      window: kernelSize, named: "kernelSize", strides: strides, padding: padding, dilationRate: dilationRate)
    let positions = try sliding.positions(height: image.height, width: image.width, shape: inputs[0])
    return [positions.height, positions.width, filters]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let (kernel, channels) = (Extents(checked: kernelSize), inputs[0][2])
    let weights = [
      ParameterSpecification(
        name: "depthwise_kernel", shape: [kernel.height, kernel.width, channels, depthMultiplier],
        initializer: depthwiseInitializer, regularizer: depthwiseRegularizer),
      ParameterSpecification(
        name: "pointwise_kernel", shape: [1, 1, channels * depthMultiplier, filters],
        initializer: pointwiseInitializer, regularizer: pointwiseRegularizer),
    ]
    let bias = ParameterSpecification(
      name: "bias", shape: [filters], initializer: biasInitializer, regularizer: biasRegularizer)
    return useBias ? weights + [bias] : weights
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let channels = call.inputs[0].shape[2] * depthMultiplier
    let between = depthwise(call, to: &builder)
    let output = builder.value(shape: call.shape)
    let geometry = ConvolutionGeometry(
      batch: builder.batch, input: (call.shape[0], call.shape[1], channels), kernel: (1, 1), filters: filters)
    builder.append(
      ConvolutionForward(
        layer: call.name, kernel: Convolution(geometry), input: between.buffer,
        filter: builder.weight("pointwise_kernel", of: call), bias: call.parameters["bias"], output: output.buffer))
    return builder.activate(output, activation, layer: call.name)
  }

  private func depthwise(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let input = call.inputs[0]
    let window = DepthwiseWindow(
      kernelSize: kernelSize, strides: strides, padding: padding, multiplier: depthMultiplier,
      dilationRate: dilationRate)
    let output = builder.value(shape: [call.shape[0], call.shape[1], input.shape[2] * depthMultiplier])
    builder.append(
      FilterForward(
        layer: call.name, kernel: DepthwiseConvolution(window.geometry(of: input.shape, batch: builder.batch)),
        input: input.buffer, filter: builder.weight("depthwise_kernel", of: call), bias: nil, output: output.buffer))
    return output
  }
}
