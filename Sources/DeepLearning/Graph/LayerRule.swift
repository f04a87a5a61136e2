internal import Tensors

/// What a node of the graph knows: its outputs' shapes, its weights, and the operations that compute it.
protocol NodeRule {
  /// Keras' class name, such as `Conv2D`.
  var typeName: String { get }
  /// Keras' name for the first layer of this kind in a model, such as `conv2d`.
  var baseName: String { get }
  /// Every setting that decides what the layer computes, under Keras' name.
  var settings: Settings { get }
  /// How many inputs the layer takes.
  var inputCounts: ClosedRange<Int> { get }
  /// How many outputs the layer gives.
  var outputCount: Int { get }
  /// Whether name and settings tell all that the layer computes; false of a closure that nobody has given a fingerprint.
  var isDescribed: Bool { get }

  /// Extents of each output without the batch.
  ///
  /// - Throws: what is wrong with the settings or with the inputs' shapes.
  func outputShapes(for inputs: [[Int]]) throws(LayerProblem) -> [[Int]]
  /// The weights that the layer needs for inputs of these shapes.
  func parameters(for inputs: [[Int]]) -> [ParameterSpecification]
  /// Appends the operations that compute the outputs.
  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> [Value]
}

extension NodeRule {
  var inputCounts: ClosedRange<Int> { 1...1 }
  var outputCount: Int { 1 }
  var isDescribed: Bool { true }
  func parameters(for inputs: [[Int]]) -> [ParameterSpecification] { [] }
}

/// What every kind of layer with one output knows.
///
/// To add a layer, write a public struct that conforms to `Layer` and, in the same file, this protocol and
/// `ConfigurableLayer`; then name it in `LayerKinds`.
protocol LayerRule: NodeRule {
  /// Keras' class name, such as `Conv2D`.
  static var typeName: String { get }
  /// Keras' name for the first layer of this kind in a model, such as `conv2d`.
  static var baseName: String { get }

  /// Extents of the output without the batch.
  ///
  /// - Throws: what is wrong with the settings or with the inputs' shapes.
  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int]
  /// Appends the operations that compute the output.
  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value
}

extension LayerRule {
  var typeName: String { Self.typeName }
  var baseName: String { Self.baseName }

  func outputShapes(for inputs: [[Int]]) throws(LayerProblem) -> [[Int]] { [try outputShape(for: inputs)] }
  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> [Value] { [lower(call, to: &builder)] }
}

/// One call of a layer while it is being lowered to operations.
struct LayerCall {
  /// The layer's name in the model, with those of the models round it: `vgg16/block1_conv1`. A second call of a shared layer
  /// has a name of its own, so that random layers draw anew.
  let name: String
  let inputs: [Value]
  /// Shape of the first output without the batch.
  let shape: [Int]
  /// Weights by name.
  let parameters: [String: Buffer]
  /// Whether the layer itself is frozen: a frozen batch normalisation does not use the batch.
  let isFrozen: Bool
}

/// A weight before it exists.
struct ParameterSpecification {
  let name: String
  let shape: [Int]
  var initializer: Initializer
  /// False for what training changes by other means than gradients, such as moving averages.
  var isTrainable = true
  /// What the weight adds to the loss.
  var regularizer: Regularizer?
  /// The first value where it is known rather than made by the initializer.
  var value: Tensor<Float>?
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
