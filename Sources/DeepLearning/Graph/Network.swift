/// The part of a graph between a model's inputs and outputs, in Keras' order: deepest first, so that each node comes after
/// those that it needs.
struct Network {
  let inputs: [SymbolicTensor]
  let outputs: [SymbolicTensor]
  let nodes: [Node]
  /// The nodes whose values are computed: all but those that the model starts from.
  let computed: [Node]
  /// Each layer once, deepest call first. A layer whose output the model starts from is not among them.
  let layers: [LayerIdentity]

  /// Walks the graph from the outputs to the inputs.
  ///
  /// - Throws: `DeepLearningError` when an output depends on an input that is not among `inputs`.
  init(inputs: [SymbolicTensor], outputs: [SymbolicTensor]) throws(DeepLearningError) {
    guard !inputs.isEmpty, !outputs.isEmpty else {
      throw DeepLearningError(
        "Model", "has \(inputs.count) inputs and \(outputs.count) outputs", expected: "at least one of each")
    }
    self.inputs = inputs
    self.outputs = outputs
    let ends = Set(inputs.map { ObjectIdentifier($0.node) })
    var walk = Walk(ends: ends)
    for output in outputs { walk.visit(output.node) }
    nodes = walk.inOrder()
    computed = nodes.filter { !ends.contains(ObjectIdentifier($0)) }
    layers = walk.layersInOrder()
    try checkInputs()
  }

  /// The weights, nested models' included, each once.
  var parameters: [Parameter] { layers.flatMap(\.allParameters).uniqued() }

  /// The weights that gradients change: neither moving averages nor those of a layer that is frozen, or that is in a frozen
  /// model.
  var trainedParameters: Set<ObjectIdentifier> {
    Set(layers.flatMap(\.trainedParameters).map { ObjectIdentifier($0) })
  }

  /// The layers and nested models that are frozen.
  var frozenLayers: Set<ObjectIdentifier> { Set(layers.flatMap(\.frozen)) }

  /// The nodes at which `layer` was called.
  func calls(of layer: LayerIdentity) -> [Node] { nodes.filter { $0.layer.identity === layer } }

  private func checkInputs() throws(DeepLearningError) {
    let given = Set(inputs.map { ObjectIdentifier($0.node) })
    for node in nodes where node.layer.rule is InputLayer && !given.contains(ObjectIdentifier(node)) {
      throw DeepLearningError(
        "Model",
        "an output depends on an Input of shape \(batchShape(node.layer.inputShape)) that is not among the inputs",
        expected: "every Input on the way to the outputs in inputs:", location: node.location)
    }
    let reached = Set(nodes.map { ObjectIdentifier($0) })
    for input in inputs where !reached.contains(ObjectIdentifier(input.node)) {
      throw DeepLearningError(
        "Model", "no output depends on the input of shape \(batchShape(input.shape))",
        expected: "inputs that lead to the outputs", location: input.node.location)
    }
  }
}

/// A walk from outputs to inputs that gives every node its depth: the longest way to an output. As in Keras, a call of a shared
/// layer lies at least as deep as the layer's calls nearer to the outputs.
private struct Walk {
  let ends: Set<ObjectIdentifier>
  private var finished: [Node] = []
  private var indices: [ObjectIdentifier: Int] = [:]
  private var layerIndices: [ObjectIdentifier: Int] = [:]
  private var depths: [ObjectIdentifier: Int] = [:]
  private var layerDepths: [ObjectIdentifier: Int] = [:]

  init(ends: Set<ObjectIdentifier>) { self.ends = ends }

  mutating func visit(_ node: Node) {
    let id = ObjectIdentifier(node)
    guard indices[id] == nil else { return }
    indices[id] = indices.count
    if isInside(node) {
      let layer = ObjectIdentifier(node.layer.identity)
      layerIndices[layer] = layerIndices[layer] ?? layerIndices.count
    }
    if !ends.contains(id) {
      for input in node.inputs { visit(input.node) }
    }
    finished.append(node)
  }

  /// The nodes, deepest first.
  mutating func inOrder() -> [Node] {
    for node in finished.reversed() { setDepths(from: node) }
    return finished.sorted { rank($0, depths, indices) < rank($1, depths, indices) }
  }

  /// The layers, deepest first; known after `inOrder()`.
  func layersInOrder() -> [LayerIdentity] {
    finished.filter(isInside).map(\.layer.identity).uniqued()
      .sorted { rank($0, layerDepths, layerIndices) < rank($1, layerDepths, layerIndices) }
  }

  /// Whether the node's layer belongs to the model, rather than only giving what the model starts from.
  private func isInside(_ node: Node) -> Bool {
    node.layer.rule is InputLayer || !ends.contains(ObjectIdentifier(node))
  }

  private mutating func setDepths(from node: Node) {
    let layer = ObjectIdentifier(node.layer.identity)
    var depth = depths[ObjectIdentifier(node), default: 0]
    if isInside(node) {
      depth = max(depth, layerDepths[layer, default: 0])
      layerDepths[layer] = depth
    }
    depths[ObjectIdentifier(node)] = depth
    guard !ends.contains(ObjectIdentifier(node)) else { return }
    for input in node.inputs {
      depths[ObjectIdentifier(input.node), default: 0] = max(
        depths[ObjectIdentifier(input.node), default: 0], depth + 1)
    }
  }

  private func rank(
    _ object: AnyObject, _ depths: [ObjectIdentifier: Int], _ indices: [ObjectIdentifier: Int]
  ) -> (Int, Int) {
    let id = ObjectIdentifier(object)
    return (-depths[id, default: 0], indices[id, default: 0])
  }
}

extension Array where Element: AnyObject {
  /// The elements without repetitions, in order of their first place.
  func uniqued() -> [Element] {
    var seen = Set<ObjectIdentifier>()
    return filter { seen.insert(ObjectIdentifier($0)).inserted }
  }
}

extension LayerIdentity {
  fileprivate var trainedParameters: [Parameter] {
    guard isTrainable else { return [] }
    return nested.isEmpty ? parameters.filter(\.isTrainable) : nested.flatMap(\.trainedParameters)
  }

  fileprivate var frozen: [ObjectIdentifier] {
    (isTrainable ? [] : [ObjectIdentifier(self)]) + nested.flatMap(\.frozen)
  }
}
