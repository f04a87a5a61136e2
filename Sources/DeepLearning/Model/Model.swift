/// A graph of layers from inputs to outputs that can be trained, evaluated and asked for predictions, as `keras.Model`.
///
///     let inputs = Input(shape: [28, 28, 1])
///     let features = Flatten()(Conv2D(filters: 32, kernelSize: 3, activation: .relu)(inputs))
///     let model = try Model(inputs: inputs, outputs: Dense(units: 10, activation: .softmax)(features))
///
/// Models made of the same tensors share layers and weights: `Model(inputs: model.inputs, outputs: layer.output)` gives
/// what a layer of a trained model computes.
public final class Model: Layer {
  /// The name in summaries and progress.
  public var name: String { identity.name ?? identity.requestedName ?? kind.rawValue }
  /// What the model starts from.
  public var inputs: [SymbolicTensor] { network.inputs }
  /// What the model computes.
  public var outputs: [SymbolicTensor] { network.outputs }
  /// The names of the layers that compute the outputs, as Keras' `output_names`: they stand before the names of losses and
  /// metrics of a model with several outputs. A name that occurs again gets a number.
  public var outputNames: [String] {
    var counts: [String: Int] = [:]
    return outputs.map { output in
      let name = output.node.layer.identity.name ?? ""
      defer { counts[name, default: 0] += 1 }
      return counts[name].map { "\(name)_\($0)" } ?? name
    }
  }
  /// Decides initial weights, the order of examples and dropout.
  public let seed: UInt64
  let kind: ModelKind
  let network: Network
  /// What the model is as a layer of another.
  private let identity: LayerIdentity
  let runtime: ModelRuntime
  var compilation: Compilation?
  /// Where this model's training reports to; nil for the process's `TrainingContext.current`.
  package var ownContext: TrainingContext?
  var context: TrainingContext { unsafe ownContext ?? TrainingContext.current }

  /// Makes a model of the graph between inputs and outputs, names its layers and makes the weights that do not exist yet.
  ///
  /// - Parameters:
  ///   - inputs: one symbolic tensor or several.
  ///   - outputs: one symbolic tensor or several that are computed from the inputs.
  ///   - name: the model's name; nil for the usual one with a number.
  ///   - seed: `TrainingContext`'s by default; see `setRandomSeed(_:)`.
  /// - Throws: `DeepLearningError` with the first mistake in the graph: the layer, the shape it got and what it needs.
  public convenience init(
    inputs: some SymbolicTensors, outputs: some SymbolicTensors, name: String? = nil, seed: UInt64? = nil
  ) throws(DeepLearningError) {
    try self.init(.functional, inputs: inputs.tensors, outputs: outputs.tensors, name: name, seed: seed)
  }

  init(
    _ kind: ModelKind, inputs: [SymbolicTensor], outputs: [SymbolicTensor], name: String?, seed: UInt64?,
    drawsWeights: Bool = true
  ) throws(DeepLearningError) {
    self.kind = kind
    self.seed = unsafe seed ?? TrainingContext.current.seed
    network = try Network(inputs: inputs, outputs: outputs)
    try LayerNames.assign(in: network)
    try network.checkShapes()
    try network.makeParameters(seed: self.seed, draws: drawsWeights)
    identity = LayerIdentity(name: name, nested: network.layers)
    runtime = ModelRuntime(network: network, parameters: network.parameters, seed: self.seed)
  }

  public var operation: LayerOperation { LayerOperation(rule: ModelRule(model: self), identity: identity) }

  /// The weights of all layers in order.
  public var parameters: [Parameter] { runtime.parameters }
  /// Number of all weights' elements.
  public var parameterCount: Int { parameters.map(\.count).reduce(0, +) }
  /// Number of the elements that training changes.
  public var trainableParameterCount: Int { trainableParameters.map(\.count).reduce(0, +) }
  /// The weights that training changes by gradients: neither moving averages nor what a frozen layer or model holds.
  public var trainableParameters: [Parameter] {
    let trained = network.trainedParameters
    return parameters.filter { trained.contains(ObjectIdentifier($0)) }
  }

  /// The layers, inputs first, in the order of the summary.
  public var layers: [ModelLayer] {
    network.layers.map { identity in ModelLayer(identity: identity, calls: network.calls(of: identity)) }
  }

  /// The layer of this name.
  ///
  /// - Throws: `DeepLearningError` that lists the names there are.
  public func layer(named name: String) throws(DeepLearningError) -> ModelLayer {
    guard let layer = layers.first(where: { $0.name == name }) else {
      throw DeepLearningError(
        "model '\(self.name)'", "has no layer named '\(name)'",
        expected: "one of " + layers.map(\.name).joined(separator: ", "))
    }
    return layer
  }
}
