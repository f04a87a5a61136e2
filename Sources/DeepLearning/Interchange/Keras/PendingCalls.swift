/// A layer of a configuration and its calls.
struct PendingLayer {
  let name: String
  let operation: LayerOperation
  let place: GraphPlace
  let calls: [CallArguments]
}

/// The calls of a graph that is being read: those recorded, and those that wait for their tensors.
struct PendingCalls {
  /// A call whose tensors exist.
  struct Ready {
    fileprivate let layer: Int
    fileprivate let inputs: [SymbolicTensor]
  }

  private let place: GraphPlace
  private var layers: [PendingLayer] = []
  private var indices: [String: Int] = [:]
  /// What each call of each layer gives, as far as recorded.
  private var outputs: [[[SymbolicTensor]]] = []
  /// The layer that is looked at next, and how many have been looked at in vain since the last call was recorded.
  private var (position, failures) = (0, 0)
  private var nodes: [Node] = []

  init(place: GraphPlace) { self.place = place }

  /// Adds a layer; an input is recorded at once.
  ///
  /// - Throws: `DeepLearningError` if there is one of this name, or if a limit is exceeded.
  mutating func append(_ layer: PendingLayer, limits: inout GraphLimits) throws(DeepLearningError) {
    guard indices.updateValue(layers.count, forKey: layer.name) == nil else {
      throw layer.place.error("has the name of another layer", expected: "a name of its own for every layer")
    }
    let isInput = layer.operation.rule is InputLayer
    guard isInput == layer.calls.isEmpty else {
      throw layer.place.error(
        isInput ? "is an input and has inputs" : "is never called", expected: "a connected graph")
    }
    layers.append(layer)
    outputs.append([])
    if isInput { try record(Ready(layer: layers.count - 1, inputs: []), limits: &limits) }
  }

  /// The next call that can be recorded; nil if all have been.
  ///
  /// - Throws: `DeepLearningError` naming a layer that waits for a tensor which is not there or depends on itself.
  mutating func next() throws(DeepLearningError) -> Ready? {
    while failures < layers.count {
      let index = position
      if let call = waiting(index) {
        if let inputs = try inputs(of: call, of: layers[index]) {
          failures = 0
          return Ready(layer: index, inputs: inputs)
        }
      }
      position = (position + 1) % layers.count
      failures += 1
    }
    guard let stuck = layers.indices.first(where: { waiting($0) != nil }) else { return nil }
    let needed = waiting(stuck)?.tensors.map(\.layer).joined(separator: ", ") ?? ""
    throw layers[stuck].place.error(
      "waits for what \(needed) never give", expected: "a graph without cycles whose calls all exist")
  }

  /// Records a call.
  ///
  /// - Throws: `DeepLearningError` with the layer's objection to the shapes, or if a limit is exceeded.
  mutating func record(_ call: Ready, limits: inout GraphLimits) throws(DeepLearningError) {
    guard nodes.count < GraphLimits.mostLayers else {
      throw place.error("has too many calls", expected: "at most \(GraphLimits.mostLayers)")
    }
    let node = record(call.layer, inputs: call.inputs)
    do throws(LayerProblem) {
      try limits.admit(node)
    } catch {
      throw layers[call.layer].place.error(error)
    }
  }

  private mutating func record(_ index: Int, inputs: [SymbolicTensor]) -> Node {
    let layer = layers[index]
    let node = Node(layer.operation, inputs: inputs, location: "\(layer.place.file): \(layer.place.description)")
    nodes.append(node)
    outputs[index].append(node.outputs)
    return node
  }

  // MARK: - Tensors

  /// The first call of a layer that is not recorded yet.
  private func waiting(_ index: Int) -> CallArguments? {
    let (calls, done) = (layers[index].calls, outputs[index].count)
    return done < calls.count ? calls[done] : nil
  }

  /// The tensors of a call; nil if one does not exist yet.
  private func inputs(of call: CallArguments, of layer: PendingLayer) throws(DeepLearningError) -> [SymbolicTensor]? {
    var tensors: [SymbolicTensor] = []
    for reference in call.tensors {
      guard let tensor = try tensor(reference, for: layer.place) else { return nil }
      tensors.append(tensor)
    }
    return tensors
  }

  /// - Throws: `DeepLearningError` if the tensor can never exist.
  private func tensor(_ reference: TensorReference, for place: GraphPlace) throws(DeepLearningError) -> SymbolicTensor?
  {
    guard let index = indices[reference.layer] else {
      throw place.error("needs what layer '\(reference.layer)' gives, which is not there", expected: "a complete graph")
    }
    let calls = max(layers[index].calls.count, 1)
    guard (0..<calls).contains(reference.call), reference.output >= 0 else {
      throw place.error(
        "needs call \(reference.call) of layer '\(reference.layer)', output \(reference.output)",
        expected: "one of its \(calls) calls")
    }
    guard reference.call < outputs[index].count else { return nil }
    let given = outputs[index][reference.call]
    guard reference.output < given.count else {
      throw place.error(
        "needs output \(reference.output) of layer '\(reference.layer)'", expected: "one of its \(given.count)")
    }
    return given[reference.output]
  }

  /// The tensors that a model starts or ends with: `[layer, call, output]`, or several in a list or by name.
  ///
  /// - Throws: `DeepLearningError` if one does not exist.
  func ends(_ value: SettingValue, named name: String) throws(DeepLearningError) -> [SymbolicTensor] {
    if var reference = TensorReference(value) {
      // Keras counts a functional model's own graph as the first call here, and only here.
      if let index = indices[reference.layer], isFunctional(layers[index]) { reference.call -= 1 }
      guard let tensor = try tensor(reference, for: place) else { throw place.error("\(name) is \(value)") }
      return [tensor]
    }
    let values = value.list ?? value.object.map { $0.sorted { $0.key < $1.key }.map(\.value) } ?? []
    guard !values.isEmpty, values.count <= GraphLimits.mostLayers else {
      throw place.error("\(name) is \(value)", expected: "[layer, call, output], or several")
    }
    var tensors: [SymbolicTensor] = []
    for value in values { tensors += try ends(value, named: name) }
    return tensors
  }

  private func isFunctional(_ layer: PendingLayer) -> Bool {
    (layer.operation.rule as? ModelRule)?.model.kind == .functional
  }
}
