/// Writes the configuration of a model as Keras 3 does: Keras builds the same graph from it.
///
/// Source: keras/src/models/functional.py and sequential.py of Keras 3.15, `get_config`.
struct GraphWriter {
  /// Models and layers with weights that have been written: Keras keeps each in one place.
  private var written = Set<ObjectIdentifier>()

  /// The object of a model: its class and its configuration.
  ///
  /// - Throws: `DeepLearningError` naming a layer that has no form in Keras' files, and its place in the graph.
  mutating func object(of model: Model, at place: GraphPlace) throws(DeepLearningError) -> [String: SettingValue] {
    let place = place.within(model.name)
    var config: [String: SettingValue] = ["name": .text(model.name), "trainable": .bool(model.trainable)]
    switch model.kind {
    case .functional: config.merge(try functional(model, place)) { _, new in new }
    case .sequential: config["layers"] = .list(try sequential(model, place))
    }
    let isSequential = model.kind == .sequential
    return [
      "module": isSequential ? "keras" : "keras.src.models.functional", "class_name": .text(model.kind.typeName),
      "config": .object(config), "registered_name": isSequential ? nil : .text(model.kind.typeName),
    ]
  }

  // MARK: - Graphs

  private mutating func functional(
    _ model: Model, _ place: GraphPlace
  ) throws(DeepLearningError) -> [String: SettingValue] {
    let names = TensorNames(model.network)
    var layers: [SettingValue] = names.substitutes.map(Self.inputObject)
    for layer in model.network.layers {
      let calls = model.network.calls(of: layer)
      guard let rule = calls.first?.layer.rule else { continue }
      var object = try object(of: layer, rule, place)
      object["name"] = .text(layer.name ?? "")
      object["inbound_nodes"] = .list(
        calls.filter { !$0.inputs.isEmpty && !names.isEnd($0) }.map { Self.call($0, names) })
      layers.append(.object(object))
    }
    return [
      "layers": .list(layers), "input_layers": Self.ends(model.inputs, names),
      "output_layers": Self.ends(model.outputs, names),
    ]
  }

  private static func call(_ node: Node, _ names: TensorNames) -> SettingValue {
    let tensors = node.inputs.map { tensor -> SettingValue in
      [
        "class_name": .text(KerasNames.tensor),
        "config": [
          "shape": .list([.null] + tensor.shape.map { .integer($0) }), "dtype": "float32",
          "keras_history": names.reference(tensor),
        ],
      ]
    }
    let isList = tensors.count > 1 || (node.layer.rule.inputCounts != 1...1)
    return ["args": .list(isList ? [.list(tensors)] : tensors), "kwargs": [:]]
  }

  /// One tensor, or several in a list.
  private static func ends(_ tensors: [SymbolicTensor], _ names: TensorNames) -> SettingValue {
    let references = tensors.map { names.reference($0, asEnd: true) }
    return references.count == 1 ? references[0] : .list(references)
  }

  /// An input in place of a tensor of another graph that the model starts from.
  private static func inputObject(_ input: TensorNames.Substitute) -> SettingValue {
    let rule = InputLayer(shape: input.shape)
    var object = layerObject(rule, name: input.name, isTrainable: true)
    object["name"] = .text(input.name)
    object["inbound_nodes"] = []
    return .object(object)
  }

  // MARK: - Lists

  private mutating func sequential(_ model: Model, _ place: GraphPlace) throws(DeepLearningError) -> [SettingValue] {
    var layers: [SettingValue] = []
    for node in model.network.nodes {
      let (layer, rule) = (node.layer.identity, node.layer.rule)
      guard model.network.calls(of: layer).count == 1 else {
        throw place.layer(layer.name ?? "", rule.typeName).error(
          "occurs several times", expected: "different layers in a Sequential that Keras shall read",
          hint: "make the model of a graph: Model(inputs:outputs:)")
      }
      layers.append(.object(try object(of: layer, rule, place)))
    }
    return layers
  }

  // MARK: - Layers

  private mutating func object(
    of layer: LayerIdentity, _ rule: any NodeRule, _ outer: GraphPlace
  ) throws(DeepLearningError) -> [String: SettingValue] {
    let place = outer.layer(layer.name ?? rule.baseName, rule.typeName)
    guard written.insert(ObjectIdentifier(layer)).inserted else {
      throw place.error(
        "is also in another model of this one", expected: "layers that belong to one model each",
        hint: "Keras writes such a layer twice and cannot read its weights")
    }
    if let model = (rule as? ModelRule)?.model { return try object(of: model, at: outer) }
    guard rule is InputLayer || rule is any ConfigurableLayer else {
      throw place.error("has no form in Keras' files", expected: "layers of Keras'")
    }
    return Self.layerObject(rule, name: layer.name ?? rule.baseName, isTrainable: layer.isTrainable)
  }

  private static func layerObject(_ rule: any NodeRule, name: String, isTrainable: Bool) -> [String: SettingValue] {
    var config = rule.settings.values
    config["name"] = .text(name)
    config["dtype"] = "float32"
    // Keras makes neither of them with a `trainable`.
    if !(rule is InputLayer || rule is SpatialDropout2D) { config["trainable"] = .bool(isTrainable) }
    return [
      "module": "keras.layers", "class_name": .text(rule.typeName), "config": .object(config), "registered_name": nil,
    ]
  }
}

/// What a configuration calls the tensors of a graph: layer, call, output.
struct TensorNames {
  /// An input that stands for a tensor of another graph.
  struct Substitute {
    let name: String
    let shape: [Int]
  }

  private(set) var substitutes: [Substitute] = []
  private var references: [SymbolicTensor: (layer: String, call: Int, output: Int)] = [:]
  private let ends: Set<ObjectIdentifier>

  init(_ network: Network) {
    ends = Set(network.inputs.map(\.node).filter { !($0.layer.rule is InputLayer) }.map { ObjectIdentifier($0) })
    for layer in network.layers {
      let calls = network.calls(of: layer).filter { !ends.contains(ObjectIdentifier($0)) }
      for (call, node) in calls.enumerated() {
        for output in node.outputs { references[output] = (layer.name ?? "", call, output.index) }
      }
    }
    var taken = Set(network.layers.compactMap(\.name))
    for input in network.inputs where references[input] == nil {
      var name = "\(input.node.layer.identity.name ?? "tensor")_input"
      while !taken.insert(name).inserted { name += "_\(input.index)" }
      substitutes.append(Substitute(name: name, shape: input.shape))
      references[input] = (name, 0, 0)
    }
  }

  /// Whether the model starts from what this call gives.
  func isEnd(_ node: Node) -> Bool { ends.contains(ObjectIdentifier(node)) }

  /// - Parameter asEnd: whether the tensor is named as one that the model starts or ends with, where Keras counts a functional
  ///   model's own graph as its first call.
  func reference(_ tensor: SymbolicTensor, asEnd: Bool = false) -> SettingValue {
    let (layer, call, output) = references[tensor] ?? ("", 0, 0)
    let isFunctional = !isEnd(tensor.node) && (tensor.node.layer.rule as? ModelRule)?.model.kind == .functional
    return [.text(layer), .integer(asEnd && isFunctional ? call + 1 : call), .integer(output)]
  }
}
