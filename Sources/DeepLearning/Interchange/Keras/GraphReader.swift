/// Makes models of the configurations that Keras 3 writes.
///
/// 1. Every layer of the list is made of its class and settings; models among them are read the same way.
/// 2. Calls are recorded as soon as the tensors they need exist, so that the order of the list does not matter; what remains is
///    a cycle or needs something that is not there.
/// 3. Every call is held against `GraphLimits`.
/// Source: keras/src/models/functional.py and sequential.py of Keras 3.15, `get_config`.
struct GraphReader {
  let seed: UInt64?
  var limits: GraphLimits

  /// Reads a model's object: its class and its configuration.
  ///
  /// - Throws: `DeepLearningError` naming the layer, its place in the graph, and what is wrong.
  mutating func graph(_ object: SettingValue, at place: GraphPlace) throws(DeepLearningError) -> ModelGraph {
    let typeName = object["class_name"]?.text ?? "nothing"
    guard let config = object["config"]?.object else { throw place.error("has no configuration") }
    let place = place.within(config["name"]?.text ?? typeName)
    guard place.depth <= GraphLimits.mostModels else {
      throw place.error("lies in \(place.depth) models", expected: "at most \(GraphLimits.mostModels)")
    }
    guard (config["layers"]?.list ?? []).count <= GraphLimits.mostLayers else {
      throw place.error("has too many layers", expected: "at most \(GraphLimits.mostLayers)")
    }
    switch typeName {
    case KerasNames.functional: return try functional(config, place)
    case KerasNames.sequential: return try sequential(config, place)
    default:
      throw place.error(
        "is a \(typeName)", expected: "a \(KerasNames.functional) or \(KerasNames.sequential) model",
        hint: "Keras keeps no graph of a model that is a class of its own")
    }
  }

  // MARK: - Graphs

  private mutating func functional(
    _ config: [String: SettingValue], _ place: GraphPlace
  ) throws(DeepLearningError) -> ModelGraph {
    try check(config, has: ["name", "trainable", "layers", "input_layers", "output_layers"], place)
    var calls = PendingCalls(place: place)
    for object in config["layers"]?.list ?? [] {
      let layer = try pendingLayer(object, place)
      try calls.append(layer, limits: &limits)
    }
    while let call = try calls.next() { try calls.record(call, limits: &limits) }
    return ModelGraph(
      kind: .functional, name: config["name"]?.text ?? "",
      inputs: try calls.ends(config["input_layers"] ?? .null, named: "input_layers"),
      outputs: try calls.ends(config["output_layers"] ?? .null, named: "output_layers"),
      isTrainable: config["trainable"] != false)
  }

  private mutating func pendingLayer(
    _ object: SettingValue, _ outer: GraphPlace
  ) throws(DeepLearningError) -> PendingLayer {
    let (name, typeName) = (object["name"]?.text ?? "", object["class_name"]?.text ?? "nothing")
    let place = outer.layer(name, typeName)
    guard !name.isEmpty else { throw place.error("has no name") }
    let operation = try operation(object, name, in: outer)
    var calls: [CallArguments] = []
    for node in object["inbound_nodes"]?.list ?? [] { calls.append(try CallArguments(node, at: place)) }
    return PendingLayer(name: name, operation: operation, place: place, calls: calls)
  }

  /// - Throws: `DeepLearningError` if a model has an option that is not known.
  func check(_ config: [String: SettingValue], has known: Set<String>, _ place: GraphPlace) throws(DeepLearningError) {
    for (name, value) in config.sorted(by: { $0.key < $1.key }) where !known.contains(name) && !value.isNull {
      throw place.error("has the option \(name) = \(value)", expected: "options that Quire knows")
    }
  }

  // MARK: - Layers

  /// Makes a layer, or a model that is one.
  mutating func operation(
    _ object: SettingValue, _ name: String, in outer: GraphPlace
  ) throws(DeepLearningError) -> LayerOperation {
    let typeName = object["class_name"]?.text ?? "nothing"
    let place = outer.layer(name, typeName)
    if object["config"]?["layers"] != nil { return try model(object, in: outer) }
    do throws(LayerProblem) {
      try Self.checkModule(object)
      let config = object["config"]?.object ?? [:]
      try GraphLimits.check(config)
      if typeName == InputLayer.typeName { return try InputLayer.operation(from: config) }
      return try LayerKinds.layer(typeName, config: config).operation
    } catch {
      throw place.error(error)
    }
  }

  private mutating func model(_ object: SettingValue, in outer: GraphPlace) throws(DeepLearningError) -> LayerOperation
  {
    let graph = try graph(object, at: outer)
    let model = try Model(graph, seed: seed)
    try admit(model, at: outer.within(graph.name))
    return model.operation
  }

  /// - Throws: `DeepLearningError` if the model stands for absurdly many calls.
  mutating func admit(_ model: Model, at place: GraphPlace) throws(DeepLearningError) {
    do throws(LayerProblem) {
      try limits.admit(model.network.computed, as: model.operation.identity)
    } catch {
      throw place.error(error)
    }
  }

  /// Keras' own layers are those of `keras.layers`; an operation such as `x + y` is of another module.
  private static func checkModule(_ object: SettingValue) throws(LayerProblem) {
    let module = object["module"]?.text ?? "keras.layers"
    let isRegistered = object["registered_name"].map { !$0.isNull } ?? false
    guard module.hasPrefix("keras.layers") || module.hasPrefix("keras.src.layers"), !isRegistered else {
      throw LayerProblem(
        "is \(module).\(object["class_name"]?.text ?? "nothing")", needed: "a layer of Keras'",
        hint: "in place of operations on tensors, layers such as Add and Rescaling are read")
    }
  }
}

extension InputLayer {
  /// Reads an input's settings.
  static func operation(from config: [String: SettingValue]) throws(LayerProblem) -> LayerOperation {
    var settings = SettingsReader(config)
    let name = try settings.text("name", default: "")
    for option in ["sparse", "ragged", "optional"] where try settings.bool(option, default: false) {
      throw LayerProblem("\(option) is true", needed: "false")
    }
    _ = settings.take("trainable")
    let shape = settings.take("batch_shape") ?? .null
    try settings.finish()
    let extents = (shape.list ?? []).dropFirst().map(\.integer)
    guard !extents.isEmpty, !extents.contains(nil) else {
      throw LayerProblem(
        "batch_shape is \(shape)", needed: "all extents but the batch",
        hint: "Quire's graphs have fixed shapes: build the model in Keras with, say, Input((180, 180, 3))")
    }
    return LayerOperation(
      rule: InputLayer(shape: extents.compactMap { $0 }), identity: LayerIdentity(name: name.isEmpty ? nil : name))
  }
}
