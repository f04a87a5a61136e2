public import Tensors

/// Computes an author's own differentiable function of a tensor, as `keras.layers.Lambda`.
///
///     let square = Lambda(fingerprint: "square") { x in x * x } gradient: { x, _, d in 2 * x * d }
///
/// The function gets whole batches and runs outside the plan's own memory: each step allocates its tensors. Such a layer cannot be
/// saved as part of a model.
/// ## Shapes
/// [batch] + input shape → [batch] + `outputShape`
public struct Lambda: Layer {
  /// Computes the output from the input.
  public typealias Function = (_ input: Tensor<Float>) throws -> Tensor<Float>
  /// Computes the gradient by the input from the gradient by the output.
  public typealias Gradient = (
    _ input: Tensor<Float>, _ output: Tensor<Float>, _ outputGradient: Tensor<Float>
  ) throws -> Tensor<Float>

  /// Extents of the output without the batch; nil for those of the input.
  public let outputShape: [Int]?
  /// What stands for the function in the key of remembered training.
  public let fingerprint: String?
  private let functions: LambdaFunctions
  private let identity: LayerIdentity

  /// Makes a layer of a function.
  ///
  /// - Parameters:
  ///   - outputShape: extents of the output without the batch; those of the input by default.
  ///   - fingerprint: a text that changes whenever the function does. Without one, training of a model that holds the layer is
  ///     never remembered.
  ///   - name: the layer's name; nil for the usual one with a number.
  ///   - function: gets [batch] + input shape and gives [batch] + `outputShape`. What it throws ends in an error that names the
  ///     layer, and so does another shape.
  ///   - gradient: gives the gradient of Σ output · outputGradient by the input, in the input's shape.
  public init(
    outputShape: [Int]? = nil, fingerprint: String? = nil, name: String? = nil, function: @escaping Function,
    gradient: @escaping Gradient
  ) {
    self.outputShape = outputShape
    self.fingerprint = fingerprint
    functions = LambdaFunctions(function: function, gradient: gradient)
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension Lambda: LayerRule {
  static var typeName: String { "Lambda" }
  static var baseName: String { "lambda" }
  var isDescribed: Bool { fingerprint != nil }
  var settings: Settings {
    [
      "output_shape": outputShape.map { SettingValue.integers($0) } ?? .null,
      "fingerprint": fingerprint.map { SettingValue.text($0) } ?? .null,
    ]
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let shape = outputShape ?? inputs[0]
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }) else {
      throw LayerProblem("outputShape is \(shape)", needed: "at least one extent, all positive")
    }
    return shape
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let output = builder.value(shape: call.shape)
    builder.append(
      LambdaForward(
        layer: call.name, functions: functions, inputShape: [builder.batch] + call.inputs[0].shape,
        outputShape: [builder.batch] + call.shape, input: call.inputs[0].buffer, output: output.buffer))
    return output
  }
}
