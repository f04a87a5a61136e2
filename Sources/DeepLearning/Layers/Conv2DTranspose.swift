internal import Kernels

/// Spreads each place of a map over the output through learned kernels: the adjoint of a convolution, which enlarges a map where
/// strides are above 1.
///
/// y[n, i·s+u−top, j·s+v−left, f] = activation(b[f] + Σ x[n,i,j,c] · w[u,v,f,c]), over all places and kernel places that meet
/// there, as `keras.layers.Conv2DTranspose` without output padding
/// ## Shapes
/// [batch, height, width, channels] → [batch, height · s, width · s, filters] (`same`), or height · s + max(kernelHeight − s, 0)
/// and the width alike (`valid`); kernel [kernelHeight, kernelWidth, filters, channels], bias [filters].
public struct Conv2DTranspose: Layer {
  /// Number of kernels, which is the number of channels of the output.
  public let filters: Int
  /// Extent of each kernel: one number, or [height, width].
  public let kernelSize: [Int]
  /// Pixels of the output from one place of the input to the next: one number, or [down, across].
  public let strides: [Int]
  /// Whether the border that kernels reach beyond the strides is kept (`valid`) or cut off, an odd pixel below and to the right
  /// (`same`).
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

  /// Makes a transposed convolution with Keras' defaults. Settings out of range are reported by `Model(inputs:outputs:)`.
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

extension Conv2DTranspose: ConfigurableLayer {
  static var typeName: String { "Conv2DTranspose" }
  static var baseName: String { "conv2d_transpose" }

  var settings: Settings {
    [
      "filters": .integer(filters), "kernel_size": .extents(kernelSize), "strides": .extents(strides),
      "padding": padding.setting, "dilation_rate": .extents([1]), "activation": activation.setting,
      "use_bias": .bool(useBias), "kernel_initializer": kernelInitializer.setting,
      "bias_initializer": biasInitializer.setting, "kernel_regularizer": kernelRegularizer?.setting ?? nil,
      "bias_regularizer": biasRegularizer?.setting ?? nil,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let dilationRate = try settings.integers("dilation_rate", default: [1])
    guard dilationRate.allSatisfy({ $0 == 1 }) else {
      throw LayerProblem("dilation_rate is \(dilationRate)", needed: "1")
    }
    if let outputPadding = settings.take("output_padding"), outputPadding != .null {
      throw LayerProblem("output_padding is \(outputPadding)", needed: "none")
    }
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
    let isSame = padding == .same
    return [
      TransposedGeometry.output(image.height, sliding.window.height, sliding.strides.height, isSame),
      TransposedGeometry.output(image.width, sliding.window.width, sliding.strides.width, isSame), filters,
    ]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let kernel = Extents(checked: kernelSize)
    let weight = ParameterSpecification(
      name: "kernel", shape: [kernel.height, kernel.width, filters, inputs[0][2]], initializer: kernelInitializer,
      regularizer: kernelRegularizer)
    let bias = ParameterSpecification(
      name: "bias", shape: [filters], initializer: biasInitializer, regularizer: biasRegularizer)
    return useBias ? [weight, bias] : [weight]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let input = call.inputs[0]
    let output = builder.value(shape: call.shape)
    builder.append(
      FilterForward(
        layer: call.name, kernel: TransposedConvolution(geometry(of: input.shape, batch: builder.batch)),
        input: input.buffer, filter: builder.weight("kernel", of: call), bias: call.parameters["bias"],
        output: output.buffer))
    return builder.activate(output, activation, layer: call.name)
  }

  private func geometry(of shape: [Int], batch: Int) -> TransposedGeometry {
    let (kernel, strides) = (Extents(checked: kernelSize), Extents(checked: strides))
    return TransposedGeometry(
      batch: batch, input: (shape[0], shape[1], shape[2]), kernel: (kernel.height, kernel.width), filters: filters,
      strides: (strides.height, strides.width), isSame: padding == .same)
  }
}
