/// Starts a graph.
///
/// - Parameters:
///   - shape: extents without the batch, such as [height, width, channels].
///   - name: the input layer's name; `input_layer` by default.
///   - file: where the call stands, for messages.
///   - line: where the call stands, for messages.
// swift-format-ignore: AlwaysUseLowerCamelCase
public func Input(shape: [Int], name: String? = nil, file: String = #filePath, line: Int = #line) -> SymbolicTensor {
  let layer = LayerOperation(rule: InputLayer(shape: shape), identity: LayerIdentity(name: name))
  return SymbolicTensor(node: Node(layer, inputs: [], location: "\(file):\(line)"))
}

/// The layer that stands for a model's input. It computes nothing.
struct InputLayer: LayerRule {
  static let typeName = "InputLayer"
  static let baseName = "input_layer"
  let shape: [Int]

  var settings: Settings { ["batch_shape": .list([.null] + shape.map { .integer($0) })] }
  var inputCounts: ClosedRange<Int> { 0...0 }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }) else {
      throw LayerProblem("shape is \(shape)", needed: "at least one extent, all positive", hint: "leave the batch out")
    }
    return shape
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    preconditionFailure("a plan starts with its inputs")
  }
}

extension LayerOperation {
  /// The shape that an input layer was made with; empty for other layers.
  var inputShape: [Int] { (rule as? InputLayer)?.shape ?? [] }
}
