extension GraphReader {
  /// Reads a list of layers, each called on what the one before it gives.
  mutating func sequential(
    _ config: [String: SettingValue], _ place: GraphPlace
  ) throws(DeepLearningError) -> ModelGraph {
    try check(config, has: ["name", "trainable", "layers", "build_input_shape", "dtype"], place)
    var layers = config["layers"]?.list ?? []
    let input = try input(config, &layers, place)
    var output = input
    for object in layers { output = try call(object, on: output, place) }
    return ModelGraph(
      kind: .sequential, name: config["name"]?.text ?? "", inputs: [input], outputs: [output],
      isTrainable: config["trainable"] != false)
  }

  /// The input: the first layer if it is one, else of the shape that the model was built for.
  private mutating func input(
    _ config: [String: SettingValue], _ layers: inout [SettingValue], _ place: GraphPlace
  ) throws(DeepLearningError) -> SymbolicTensor {
    var object: SettingValue = [
      "class_name": .text(InputLayer.typeName), "config": ["batch_shape": config["build_input_shape"] ?? .null],
    ]
    if let first = layers.first, first["class_name"]?.text == InputLayer.typeName {
      object = first
      layers.removeFirst()
    }
    let name = object["config"]?["name"]?.text ?? InputLayer.baseName
    let operation = try operation(object, name, in: place)
    return try admitted(operation, on: [], place.layer(name, InputLayer.typeName))
  }

  private mutating func call(
    _ object: SettingValue, on tensor: SymbolicTensor, _ outer: GraphPlace
  ) throws(DeepLearningError) -> SymbolicTensor {
    let typeName = object["class_name"]?.text ?? "nothing"
    let name = object["config"]?["name"]?.text ?? typeName
    let place = outer.layer(name, typeName)
    let operation = try operation(object, name, in: outer)
    guard !(operation.rule is InputLayer) else {
      throw place.error("follows other layers", expected: "an input in the first place only")
    }
    return try admitted(operation, on: [tensor], place)
  }

  private mutating func admitted(
    _ operation: LayerOperation, on inputs: [SymbolicTensor], _ place: GraphPlace
  ) throws(DeepLearningError) -> SymbolicTensor {
    let node = Node(operation, inputs: inputs, location: "\(place.file): \(place.description)")
    do throws(LayerProblem) {
      try limits.admit(node)
    } catch {
      throw place.error(error)
    }
    return SymbolicTensor(node: node)
  }
}
