/// Names the layers of a model as Keras does: `conv2d`, `conv2d_1`, … counted within the model.
struct LayerNames {
  private var taken = Set<String>()

  /// Names every layer that has no name yet. Layers of an earlier model keep theirs.
  ///
  /// - Throws: `DeepLearningError` when two layers would bear one name.
  static func assign(in network: Network) throws(DeepLearningError) {
    var names = LayerNames()
    for layer in network.layers {
      guard let name = layer.name ?? layer.requestedName else { continue }
      try names.take(name, for: layer, in: network)
      layer.name = name
    }
    for node in network.nodes where node.layer.identity.name == nil {
      node.layer.identity.name = names.next(after: node.layer.rule.baseName)
    }
  }

  private mutating func take(_ name: String, for layer: LayerIdentity, in network: Network) throws(DeepLearningError) {
    guard !taken.insert(name).inserted else { return }
    throw DeepLearningError(
      "Model", "two layers are named '\(name)'", expected: "a name of its own for every layer",
      location: network.calls(of: layer).first?.location)
  }

  private mutating func next(after base: String) -> String {
    var name = base
    var number = 0
    while !taken.insert(name).inserted {
      number += 1
      name = "\(base)_\(number)"
    }
    return name
  }
}
