extension Model {
  /// Writes the model as it predicts to an ONNX file (operator set 17) that onnxruntime and others run.
  ///
  /// Inputs and outputs bear the layers' names and have their shapes, images as [batch, height, width, channels], and any batch
  /// size. Layers that only act in training are left out. The file is replaced as a whole or not at all.
  /// - Throws: `DeepLearningError` naming a layer that has no form in ONNX, such as `Lambda`, and its place in the graph; or the
  ///   file if it cannot be written.
  public func exportONNX(to path: String) throws(DeepLearningError) {
    var export = ONNXExport()
    let file = try export.file(of: self, at: GraphPlace(file: path))
    let limit = Int(Int32.max) - (1 << 24)
    guard file.constants.map(\.byteCount).reduce(0, +) < limit else {
      throw DeepLearningError(path, "would have more bytes than an ONNX file may have", expected: "at most \(limit)")
    }
    try WeightFile.write(file.message.bytes, to: path)
  }
}

/// A walk through a model's graph that appends the operators of every call, those of models within it in their place.
private struct ONNXExport {
  private var graph = ONNXGraph()

  mutating func file(of model: Model, at place: GraphPlace) throws(DeepLearningError) -> ONNXFile {
    let inputs = model.inputs.map { input in
      ONNXEnd(name: graph.newName(input.node.layer.identity.name ?? "input"), shape: input.shape)
    }
    let values = try append(
      model.network, inputs: inputs.map { ONNXValue(name: $0.name, shape: $0.shape) }, scope: "",
      at: place.within(model.name))
    var outputs: [ONNXEnd] = []
    for (tensor, value) in zip(model.outputs, values) {
      outputs.append(graph.end(value, as: tensor.node.layer.identity.name ?? "output"))
    }
    return ONNXFile(
      name: model.name, nodes: graph.nodes, constants: graph.constants, inputs: inputs, outputs: outputs)
  }

  private mutating func append(
    _ network: Network, inputs: [ONNXValue], scope: String, at place: GraphPlace
  ) throws(DeepLearningError) -> [ONNXValue] {
    var values = Dictionary(zip(network.inputs, inputs)) { _, last in last }
    for node in network.computed {
      let given = try append(node, node.inputs.compactMap { values[$0] }, scope: scope, at: place)
      for (output, value) in zip(node.outputs, given) { values[output] = value }
    }
    return network.outputs.compactMap { values[$0] }
  }

  private mutating func append(
    _ node: Node, _ inputs: [ONNXValue], scope: String, at outer: GraphPlace
  ) throws(DeepLearningError) -> [ONNXValue] {
    let (identity, rule) = (node.layer.identity, node.layer.rule)
    let name = scope + (identity.name ?? rule.baseName)
    if let model = (rule as? ModelRule)?.model {
      return try append(model.network, inputs: inputs, scope: name + "/", at: outer.within(model.name))
    }
    let place = outer.layer(identity.name ?? rule.baseName, rule.typeName)
    guard let layer = rule as? any ONNXLayer else { throw place.error("has no form in ONNX") }
    let weights = Dictionary(identity.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    let call = ONNXCall(layer: name, inputs: inputs, shape: SymbolicTensor(node: node).shape, weights: weights)
    do throws(LayerProblem) {
      return [try layer.export(call, to: &graph)]
    } catch {
      throw place.error(error)
    }
  }
}
