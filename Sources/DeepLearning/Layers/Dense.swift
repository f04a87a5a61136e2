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
  private let identity: LayerIdentity

  /// Makes a dense layer with Keras' defaults. Settings out of range are reported by `Model(inputs:outputs:)`.
  public init(
    units: Int, activation: ActivationFunction = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform,
    biasInitializer: Initializer = .zeros, name: String? = nil
  ) {
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Dense: LayerRule {
  static var typeName: String { "Dense" }
  static var baseName: String { "dense" }
  var configuration: String { "units=\(units) activation=\(activation) useBias=\(useBias)" }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard units > 0 else { throw LayerProblem("units is \(units)", needed: "at least 1") }
    return inputs[0].dropLast() + [units]
  }

  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] {
    let columns = inputs[0].last ?? 1
    let weights = [
      ParameterSpecification(name: "kernel", shape: [columns, units], initializer: kernelInitializer)
    ]
    return useBias
      ? weights + [ParameterSpecification(name: "bias", shape: [units], initializer: biasInitializer)] : weights
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
