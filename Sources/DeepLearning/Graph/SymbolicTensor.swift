/// A value of the graph before anything is computed: what a layer gives for its inputs.
///
/// Layers are called on symbolic tensors; a `Model` is made from those it starts and ends with. Two are equal if they stand
/// for the same value.
public struct SymbolicTensor: Hashable {
  let node: Node
  /// Which of the node's outputs; 0 for all layers but models with several outputs.
  let index: Int

  init(node: Node, index: Int = 0) {
    self.node = node
    self.index = index
  }

  /// Extents without the batch, such as [height, width, channels]; empty if a layer on the way found a mistake, which
  /// `Model(inputs:outputs:)` reports.
  public var shape: [Int] { (try? node.shapes.get())?[index] ?? [] }

  /// The tensor for messages: the output of conv2d (Conv2D), [batch, 26, 26, 32].
  var origin: String {
    let rule = node.layer.rule
    return "the output of \(node.layer.identity.name ?? rule.baseName) (\(rule.typeName)), \(batchShape(shape))"
  }

  public static func == (left: SymbolicTensor, right: SymbolicTensor) -> Bool {
    left.node === right.node && left.index == right.index
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(node))
    hasher.combine(index)
  }
}

/// One call of a layer. A class, because the same call reached on two paths is one node.
final class Node {
  let layer: LayerOperation
  let inputs: [SymbolicTensor]
  /// The shape of each output, or the layer's objection.
  let shapes: Result<[[Int]], LayerProblem>
  /// Where the author called the layer, as `file:line`.
  let location: String

  /// Records a call and infers its outputs' shapes; a mistake is kept until a model is made of the graph.
  init(_ layer: LayerOperation, inputs: [SymbolicTensor], location: String) {
    self.layer = layer
    self.inputs = inputs
    self.location = location
    shapes = Result { () throws(LayerProblem) in try Self.shapes(layer.rule, inputs) }
  }

  private static func shapes(_ rule: any NodeRule, _ inputs: [SymbolicTensor]) throws(LayerProblem) -> [[Int]] {
    guard rule.inputCounts.contains(inputs.count) else {
      throw LayerProblem("got \(inputs.count) inputs", needed: needed(rule.inputCounts))
    }
    return try rule.outputShapes(
      for: try inputs.map { (input) throws(LayerProblem) in try input.node.shapes.get()[input.index] })
  }

  private static func needed(_ counts: ClosedRange<Int>) -> String {
    guard counts.count == 1 else { return "at least \(counts.lowerBound)" }
    return counts.lowerBound == 1 ? "one" : "\(counts.lowerBound)"
  }

  /// What the call gives.
  var outputs: [SymbolicTensor] { (0..<layer.rule.outputCount).map { SymbolicTensor(node: self, index: $0) } }

  /// Whether this node's own layer found the mistake, rather than one before it.
  var isFirstMistake: Bool {
    guard case .failure = shapes else { return false }
    return inputs.allSatisfy { if case .success = $0.node.shapes { true } else { false } }
  }
}

/// One symbolic tensor or several: what `Model(inputs:outputs:)` takes on either side.
public protocol SymbolicTensors {
  /// The tensors in order.
  var tensors: [SymbolicTensor] { get }
}

extension SymbolicTensor: SymbolicTensors {
  public var tensors: [SymbolicTensor] { [self] }
}

extension [SymbolicTensor]: SymbolicTensors {
  public var tensors: [SymbolicTensor] { self }
}
