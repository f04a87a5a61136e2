internal import Kernels

/// Joins every input with every unit, adds a bias and applies an activation, as `keras.layers.Dense`.
///
/// y = activation(x · w + b)
/// ## Shapes
/// [batch, …, inputs] → [batch, …, units]; kernel [inputs, units], bias [units]
public struct Dense: Layer {
  /// Number of outputs.
  public let units: Int
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

  /// Makes a dense layer with Keras' defaults. Settings out of range are reported by `Model(inputs:outputs:)`.
  public init(
    units: Int, activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil, name: String? = nil
  ) {
    self.units = units
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

extension Dense: ConfigurableLayer {
  static var typeName: String { "Dense" }
  static var baseName: String { "dense" }
  var settings: Settings {
    [
      "units": .integer(units), "activation": activation.setting, "use_bias": .bool(useBias),
      "kernel_initializer": kernelInitializer.setting, "bias_initializer": biasInitializer.setting,
      "kernel_regularizer": kernelRegularizer?.setting ?? nil, "bias_regularizer": biasRegularizer?.setting ?? nil,
    ]
  }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    self.init(
      units: try settings.integer("units"), activation: try settings.activation(),
      useBias: try settings.bool("use_bias", default: true),
      kernelInitializer: try settings.initializer("kernel_initializer", default: .glorotUniform),
      biasInitializer: try settings.initializer("bias_initializer", default: .zeros),
      kernelRegularizer: try settings.regularizer("kernel_regularizer"),
      biasRegularizer: try settings.regularizer("bias_regularizer"), name: name)
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard units > 0 else { throw LayerProblem("units is \(units)", needed: "at least 1") }
    return inputs[0].dropLast() + [units]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let columns = inputs[0].last ?? 1
    let kernel = ParameterSpecification(
      name: "kernel", shape: [columns, units], initializer: kernelInitializer, regularizer: kernelRegularizer)
    let bias = ParameterSpecification(
      name: "bias", shape: [units], initializer: biasInitializer, regularizer: biasRegularizer)
    return useBias ? [kernel, bias] : [kernel]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let input = call.inputs[0]
    let output = builder.value(shape: call.shape)
    let rows = builder.batch * input.shape.dropLast().reduce(1, *)
    builder.append(
      DenseForward(
        layer: call.name, kernel: Kernels.Dense(batch: rows, inputs: input.shape.last ?? 1, units: units),
        input: input.buffer, weights: builder.weight("kernel", of: call), bias: call.parameters["bias"],
        output: output.buffer))
    return builder.activate(output, activation, layer: call.name)
  }
}
