/// What every kind of layer knows: its output's shape, its weights, and the operations that compute it.
///
/// To add a layer, write a public struct that conforms to `Layer` and, in the same file, this protocol.
protocol LayerRule {
  /// Keras' class name, such as `Conv2D`.
  static var typeName: String { get }
  /// Keras' name for the first layer of this kind in a model, such as `conv2d`.
  static var baseName: String { get }
  /// Every setting that decides what the layer computes, on one line. Part of the key of memoised training.
  var configuration: String { get }

  /// Extents of the output without the batch.
  ///
  /// - Throws: what is wrong with the settings or with the inputs' shapes.
  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int]
  /// The weights that the layer needs for inputs of these shapes.
  func parameters(for inputs: [[Int]]) -> [ParameterSpecification]
  /// Appends the operations that compute the output.
  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value
}

extension LayerRule {
  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] { [] }
}

/// One call of a layer while it is being lowered to operations.
struct LayerCall {
  /// The layer's name in the model.
  let name: String
  let inputs: [Value]
  /// Output shape without the batch.
  let shape: [Int]
  /// Weights by name.
  let parameters: [String: Buffer]
}

/// A weight before it exists.
struct ParameterSpecification {
  let name: String
  let shape: [Int]
  let initializer: Initializer
}

/// A mistake that a layer found, before the layer has a name.
struct LayerProblem: Error, Equatable {
  var found: String
  var needed: String
  var hint: String?

  init(_ found: String, needed: String, hint: String? = nil) {
    self.found = found
    self.needed = needed
    self.hint = hint
  }
}

/// The shape of a batch for messages: `[batch, 28, 28, 1]`.
func batchShape(_ shape: [Int]) -> String { "[" + (["batch"] + shape.map(String.init)).joined(separator: ", ") + "]" }

/// The only input's shape, which has to be [height, width, channels].
func imageShape(of inputs: [[Int]]) throws(LayerProblem) -> (height: Int, width: Int, channels: Int) {
  guard let shape = inputs.first, shape.count == 3 else {
    throw LayerProblem(
      "got an input of shape \(batchShape(inputs.first ?? []))", needed: "images [batch, height, width, channels]",
      hint: "grey images need a last axis of 1: x.reshaped([-1, height, width, 1])")
  }
  return (shape[0], shape[1], shape[2])
}
