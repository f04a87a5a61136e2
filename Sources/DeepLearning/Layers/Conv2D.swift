internal import Kernels

/// Slides learned kernels over each image, adds a bias and applies an activation.
///
/// y[n,i,j,f] = activation(b[f] + Σ x[n, i·s+u−top, j·s+v−left, c] · w[u,v,c,f]), as `keras.layers.Conv2D`
/// ## Shapes
/// [batch, height, width, channels] → [batch, positions down, positions across, filters]; kernel [kernelHeight, kernelWidth,
/// channels, filters], bias [filters]. Positions: see `WindowPadding`.
public struct Conv2D: Layer {
  /// Number of kernels, which is the number of channels of the output.
  public let filters: Int
  /// Extent of each kernel: one number, or [height, width].
  public let kernelSize: [Int]
  /// Pixels between neighbouring positions: one number, or [down, across].
  public let strides: [Int]
  /// What happens at the border.
  public let padding: WindowPadding
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
    activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil, name: String? = nil
  ) {
    self.filters = filters
    self.kernelSize = kernelSize.spatialExtents
    self.strides = strides.spatialExtents
    self.padding = padding
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
      "padding": padding.setting, "activation": activation.setting, "use_bias": .bool(useBias),
      "kernel_initializer": kernelInitializer.setting, "bias_initializer": biasInitializer.setting,
      "kernel_regularizer": kernelRegularizer?.setting ?? nil, "bias_regularizer": biasRegularizer?.setting ?? nil,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(
      filters: try settings.integer("filters"), kernelSize: try settings.integers("kernel_size"),
      strides: try settings.integers("strides", default: [1]),
      padding: try settings.choice("padding", default: .valid), activation: try settings.activation(),
      useBias: try settings.bool("use_bias", default: true),
      kernelInitializer: try settings.initializer("kernel_initializer", default: .glorotUniform),
      biasInitializer: try settings.initializer("bias_initializer", default: .zeros),
      kernelRegularizer: try settings.regularizer("kernel_regularizer"),
      biasRegularizer: try settings.regularizer("bias_regularizer"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    guard filters > 0 else { throw LayerProblem("filters is \(filters)", needed: "at least 1") }
    let sliding = try SlidingWindow(window: kernelSize, named: "kernelSize", strides: strides, padding: padding)
    let positions = try sliding.positions(height: image.height, width: image.width, shape: inputs[0])
    return [positions.height, positions.width, filters]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let kernel = Extents(checked: kernelSize)
    let shape = [kernel.height, kernel.width, inputs[0][2], filters]
    let kernelWeight = ParameterSpecification(
      name: "kernel", shape: shape, initializer: kernelInitializer, regularizer: kernelRegularizer)
    let bias = ParameterSpecification(
      name: "bias", shape: [filters], initializer: biasInitializer, regularizer: biasRegularizer)
    return useBias ? [kernelWeight, bias] : [kernelWeight]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let input = call.inputs[0]
    let output = builder.value(shape: call.shape)
    builder.append(
      ConvolutionForward(
        layer: call.name, kernel: Convolution(geometry(of: input.shape, batch: builder.batch)), input: input.buffer,
        filter: builder.weight("kernel", of: call), bias: call.parameters["bias"], output: output.buffer))
    return builder.activate(output, activation, layer: call.name)
  }

  private func geometry(of shape: [Int], batch: Int) -> ConvolutionGeometry {
    let sliding = SlidingWindow(checked: kernelSize, strides: strides, padding: padding)
    return ConvolutionGeometry(
      batch: batch, input: (shape[0], shape[1], shape[2]), kernel: (sliding.window.height, sliding.window.width),
      filters: filters, strides: (sliding.strides.height, sliding.strides.width),
      padding: sliding.zeros(height: shape[0], width: shape[1]))
  }
}
