internal import Kernels

/// Slides learned kernels over each image, adds a bias and applies an activation.
///
/// y[n,i,j,f] = activation(b[f] + Σ x[n, i·s+u·d−top, j·s+v·d−left, g+c] · w[u,v,c,f]), d being `dilationRate` and g the first
/// channel of the filter's group, as `keras.layers.Conv2D`
/// ## Shapes
/// [batch, height, width, channels] → [batch, positions down, positions across, filters]; kernel [kernelHeight, kernelWidth,
/// channels / groups, filters], bias [filters]. Positions: see `WindowPadding`.
public struct Conv2D: Layer {
  /// Number of kernels, which is the number of channels of the output.
  public let filters: Int
  /// Extent of each kernel: one number, or [height, width].
  public let kernelSize: [Int]
  /// Pixels between neighbouring positions: one number, or [down, across].
  public let strides: [Int]
  /// What happens at the border.
  public let padding: WindowPadding
  /// Pixels between neighbouring places of a kernel: one number, or [down, across]. Excludes strides.
  public let dilationRate: [Int]
  /// Groups of channels, each with kernels of its own; divides channels and filters.
  public let groups: Int
  /// What is applied to the sums.
  public let activation: ActivationFunction
  /// Whether a bias is added.
  public let useBias: Bool
  /// How the kernel's first value is made.
  public let kernelInitializer: Initializer
  /// How the bias's first value is made.
  public let biasInitializer: Initializer
  /// What the kernel adds to the loss.
  public let kernelRegularizer: Regularizer?
  /// What the bias adds to the loss.
  public let biasRegularizer: Regularizer?
  private let identity: LayerIdentity

  /// Makes a convolution with Keras' defaults. Settings out of range are reported by `Model(inputs:outputs:)`.
  public init(
    filters: Int, kernelSize: any SpatialSize, strides: any SpatialSize = 1, padding: WindowPadding = .valid,
    dilationRate: any SpatialSize = 1, groups: Int = 1, activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil, name: String? = nil
  ) {
    self.filters = filters
    self.kernelSize = kernelSize.spatialExtents
    self.strides = strides.spatialExtents
    self.padding = padding
    self.dilationRate = dilationRate.spatialExtents
    self.groups = groups
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    self.kernelRegularizer = kernelRegularizer
    self.biasRegularizer = biasRegularizer
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Conv2D: ConfigurableLayer {
  static var typeName: String { "Conv2D" }
  static var baseName: String { "conv2d" }

  var settings: Settings {
    [
      "filters": .integer(filters), "kernel_size": .extents(kernelSize), "strides": .extents(strides),
      "padding": padding.setting, "dilation_rate": .extents(dilationRate), "groups": .integer(groups),
      "activation": activation.setting, "use_bias": .bool(useBias),
      "kernel_initializer": kernelInitializer.setting, "bias_initializer": biasInitializer.setting,
      "kernel_regularizer": kernelRegularizer?.setting ?? nil, "bias_regularizer": biasRegularizer?.setting ?? nil,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(
      filters: try settings.integer("filters"), kernelSize: try settings.integers("kernel_size"),
      strides: try settings.integers("strides", default: [1]),
      padding: try settings.choice("padding", default: .valid),
      dilationRate: try settings.integers("dilation_rate", default: [1]),
      groups: try settings.integer("groups", default: 1), activation: try settings.activation(),
      useBias: try settings.bool("use_bias", default: true),
      kernelInitializer: try settings.initializer("kernel_initializer", default: .glorotUniform),
      biasInitializer: try settings.initializer("bias_initializer", default: .zeros),
      kernelRegularizer: try settings.regularizer("kernel_regularizer"),
      biasRegularizer: try settings.regularizer("bias_regularizer"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    guard filters > 0 else { throw LayerProblem("filters is \(filters)", needed: "at least 1") }
    guard groups > 0, image.channels % groups == 0, filters % groups == 0 else {
      throw LayerProblem(
        "groups is \(groups)", needed: "a number that divides \(image.channels) channels and \(filters) filters")
    }
    let sliding = try SlidingWindow(
      window: kernelSize, named: "kernelSize", strides: strides, padding: padding, dilationRate: dilationRate)
    let positions = try sliding.positions(height: image.height, width: image.width, shape: inputs[0])
    return [positions.height, positions.width, filters]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let kernel = Extents(checked: kernelSize)
    let shape = [kernel.height, kernel.width, inputs[0][2] / groups, filters]
    let kernelWeight = ParameterSpecification(
      name: "kernel", shape: shape, initializer: kernelInitializer, regularizer: kernelRegularizer)
    let bias = ParameterSpecification(
      name: "bias", shape: [filters], initializer: biasInitializer, regularizer: biasRegularizer)
    return useBias ? [kernelWeight, bias] : [kernelWeight]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let output = builder.value(shape: call.shape)
    append(call, output: output.buffer, to: &builder)
    return builder.activate(output, activation, layer: call.name)
  }

  private func append(_ call: LayerCall, output: Buffer, to builder: inout PlanBuilder) {
    let input = call.inputs[0]
    let filter = builder.weight("kernel", of: call)
    if groups == 1, Extents(checked: dilationRate).isOne {
      let kernel = Convolution(geometry(of: input.shape, batch: builder.batch))
      builder.append(
        ConvolutionForward(
          layer: call.name, kernel: kernel, input: input.buffer, filter: filter, bias: call.parameters["bias"],
          output: output))
    } else {
      let kernel = filterKernel(of: input.shape, batch: builder.batch)
      builder.append(
        FilterForward(
          layer: call.name, kernel: kernel, input: input.buffer, filter: filter, bias: call.parameters["bias"],
          output: output))
    }
  }

  /// A convolution with dilation or groups; with as many groups as channels it is depthwise, and its kernel lies in memory alike.
  private func filterKernel(of shape: [Int], batch: Int) -> any FilterKernel {
    guard groups < shape[2] else {
      let window = DepthwiseWindow(
        kernelSize: kernelSize, strides: strides, padding: padding, multiplier: filters / groups,
        dilationRate: dilationRate)
      return DepthwiseConvolution(window.geometry(of: shape, batch: batch))
    }
    let (kernel, rate) = (Extents(checked: kernelSize), Extents(checked: dilationRate))
    let sliding = SlidingWindow(checked: kernelSize, strides: strides, padding: padding, dilationRate: dilationRate)
    return GroupedConvolution(
      GroupedGeometry(
        batch: batch, input: (shape[0], shape[1], shape[2]), kernel: (kernel.height, kernel.width), filters: filters,
        groups: groups, strides: (sliding.strides.height, sliding.strides.width), dilation: (rate.height, rate.width),
        padding: sliding.zeros(height: shape[0], width: shape[1])))
  }

  private func geometry(of shape: [Int], batch: Int) -> ConvolutionGeometry {
    let sliding = SlidingWindow(checked: kernelSize, strides: strides, padding: padding)
    return ConvolutionGeometry(
      batch: batch, input: (shape[0], shape[1], shape[2]), kernel: (sliding.window.height, sliding.window.width),
      filters: filters, strides: (sliding.strides.height, sliding.strides.width),
      padding: sliding.zeros(height: shape[0], width: shape[1]))
  }
}
