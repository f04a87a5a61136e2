/// A value of the graph before anything is computed: what a layer gives for an input.
///
/// Layers are called on symbolic tensors; a `Model` is made from those it starts and ends with.
public struct SymbolicTensor {
  let node: Node

  /// Extents without the batch, such as [height, width, channels]; empty if a layer on the way found a mistake, which
  /// `Model(inputs:outputs:)` reports.
  public var shape: [Int] { (try? node.shape.get()) ?? [] }
}

/// One call of a layer. A class, because the same call reached on two paths is one node.
final class Node {
  let layer: LayerOperation
  let inputs: [SymbolicTensor]
  let shape: Result<[Int], LayerProblem>
  /// Where the author called the layer, as `file:line`.
  let location: String

  /// Records a call and infers its output shape; a mistake is kept until a model is made of the graph.
  init(_ layer: LayerOperation, inputs: [SymbolicTensor], location: String) {
    self.layer = layer
    self.inputs = inputs
    self.location = location
    shape = Result {
      () throws(LayerProblem) in
      try layer.rule.outputShape(for: try inputs.map { (input) throws(LayerProblem) in try input.node.shape.get() })
    }
  }

  /// Whether this node's own layer found the mistake, rather than one before it.
  var isFirstMistake: Bool {
    guard case .failure = shape else { return false }
    return inputs.allSatisfy { if case .success = $0.node.shape { true } else { false } }
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
