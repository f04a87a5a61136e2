/// Makes plans: lowers a network, adds the objective, joins and orders operations, appends the backward pass and lays out memory.
struct PlanCompiler {
  let network: Network
  let parameters: [Parameter]

  /// - Throws: `DeepLearningError` when the outputs do not fit the loss.
  func plan(_ request: PlanRequest) throws(DeepLearningError) -> Plan {
    var builder = PlanBuilder(
      network, parameters: parameters, batch: request.batch, mode: request.mode, watched: request.sources)
    let inputs = network.inputs.map { builder.value(of: $0).buffer }
    let sources = try request.sources.map { (tensor) throws(DeepLearningError) in try value(of: tensor, in: builder) }
    let outputs = try outputs(request.objective, in: builder)
    let objective = try addObjective(request.objective, outputs: outputs, to: &builder)
    let results = results(request.objective, outputs, objective).union(sources.map(\.buffer))
    let differentiated = differentiated(request, sources, builder)
    if differentiated.isEmpty { NormalizationFolding(kept: results).apply(to: &builder) }
    var forward = operations(request.objective, for: results, in: builder)
    forward = Fusion(kept: results).apply(to: forward)
    forward = SeparableJoining(kept: results, isDifferentiated: !differentiated.isEmpty).apply(to: forward)
    if !differentiated.isEmpty { forward = Hoisting().apply(to: forward) }
    var pass = GradientPass(forward, buffers: builder.buffers, sources: differentiated)
    if case .weighted = request.objective, let objective {
      pass.give(objective.given[0].target, for: outputs[0].buffer)
    }
    pass.run(over: &forward)
    let gradients = try zip(request.sources, sources).map { (tensor, source) throws(DeepLearningError) in
      try gradient(by: tensor, source, pass)
    }
    var assembly = PlanAssembly(
      buffers: pass.buffers, forward: forward, backward: pass.operations, updates: updates(request, builder))
    assembly.addWorkspaces()
    let loaded = inputs + (objective?.loaded ?? [])
    return Plan(
      batch: request.batch, buffers: assembly.buffers,
      layout: assembly.layout(kept: results.union(gradients), loaded: loaded), forward: assembly.forward,
      backward: assembly.backward, updates: assembly.updates, inputs: inputs, outputs: outputs, objective: objective,
      sources: sources, sourceGradients: gradients, parameters: parameters, trained: trained(pass.buffers))
  }

  /// What the plan is made for: the network's outputs, or the tensor whose gradient is wanted.
  private func outputs(
    _ objective: PlanRequest.Objective, in builder: PlanBuilder
  ) throws(DeepLearningError) -> [Value] {
    guard case .weighted(let tensor) = objective else { return network.outputs.map { builder.value(of: $0) } }
    return [try value(of: tensor, in: builder)]
  }

  /// The buffers that are read when all operations have run.
  private func results(
    _ objective: PlanRequest.Objective, _ outputs: [Value], _ buffers: ObjectiveBuffers?
  ) -> Set<Buffer> {
    if case .loss = objective { return Set(buffers?.results ?? []) }
    return Set(outputs.map(\.buffer))
  }

  /// The operations; where a gradient of some tensor is wanted, those that it or a source depends on.
  private func operations(
    _ objective: PlanRequest.Objective, for results: Set<Buffer>, in builder: PlanBuilder
  ) -> [any ForwardOperation] {
    guard case .weighted = objective else { return builder.operations }
    var needed = results
    var operations: [any ForwardOperation] = []
    for operation in builder.operations.reversed() where operation.writes.contains(where: needed.contains) {
      needed.formUnion(operation.reads)
      operations.append(operation)
    }
    return operations.reversed()
  }

  /// What training changes by other means than gradients; gradients alone change nothing.
  private func updates(_ request: PlanRequest, _ builder: PlanBuilder) -> [any Operation] {
    guard case .loss = request.objective, request.trains else { return [] }
    return builder.updates
  }

  /// - Throws: `DeepLearningError` when neither the network nor a model nested in it computes the tensor.
  private func value(of tensor: SymbolicTensor, in builder: PlanBuilder) throws(DeepLearningError) -> Value {
    if let value = builder.known(tensor) { return value }
    throw DeepLearningError(
      "gradients", "the model does not compute \(tensor.origin)",
      expected: "a tensor between the model's inputs and outputs, or one of a model nested in it",
      location: tensor.node.location)
  }

  private func gradient(
    by tensor: SymbolicTensor, _ source: Value, _ pass: GradientPass
  ) throws(DeepLearningError) -> Buffer {
    if let gradient = pass.gradient(of: source.buffer) { return gradient }
    throw DeepLearningError(
      "gradients", "the output does not depend on \(tensor.origin)", expected: "a tensor that it is computed from",
      location: tensor.node.location)
  }

  private func addObjective(
    _ objective: PlanRequest.Objective, outputs: [Value], to builder: inout PlanBuilder
  ) throws(DeepLearningError) -> ObjectiveBuffers? {
    switch objective {
    case .none: return nil
    case .weighted:
      return ObjectiveBuffers(given: [GivenBuffers(target: builder.buffer(builder.count(of: outputs[0].shape)))])
    case .loss(let objective, let weighted):
      return try objective.lower(outputs, weighted: weighted, to: &builder)
    }
  }

  /// The buffers by which gradients are asked for.
  private func differentiated(_ request: PlanRequest, _ tensors: [Value], _ builder: PlanBuilder) -> Set<Buffer> {
    var sources = Set(tensors.map(\.buffer))
    guard request.trains else { return sources }
    let trained = network.trainedParameters
    for (index, buffer) in builder.buffers.enumerated() {
      guard case .parameter(let number) = buffer.role, trained.contains(ObjectIdentifier(parameters[number])) else {
        continue
      }
      sources.insert(Buffer(index: index))
    }
    return sources
  }

  private func trained(_ buffers: [BufferSpecification]) -> [Int] {
    buffers.compactMap { if case .gradient(let number) = $0.role { number } else { nil } }.sorted()
  }
}

/// The parts of a plan before their memory is laid out.
private struct PlanAssembly {
  var buffers: [BufferSpecification]
  var forward: [any Operation]
  var backward: [any Operation]
  let updates: [any Operation]

  init(
    buffers: [BufferSpecification], forward: [any ForwardOperation], backward: [any Operation], updates: [any Operation]
  ) {
    self.buffers = buffers
    self.forward = forward
    self.backward = backward
    self.updates = updates
  }

  /// Gives each operation that needs it scratch memory, which lives as long as the operation runs.
  mutating func addWorkspaces() {
    for index in forward.indices { forward[index].workspace = workspace(forward[index].workspaceCount) }
    for index in backward.indices { backward[index].workspace = workspace(backward[index].workspaceCount) }
  }

  private mutating func workspace(_ count: Int) -> Buffer? {
    guard count > 0 else { return nil }
    buffers.append(BufferSpecification(count: count, element: .float, role: .shared))
    return Buffer(index: buffers.count - 1)
  }

  func layout(kept: Set<Buffer>, loaded: [Buffer]) -> ArenaLayout {
    ArenaLayout(buffers, operations: [Loading(loaded)] + forward + backward + updates, kept: kept)
  }
}

/// Stands for the loading of inputs and targets in the layout, so that an input that no operation reads has a place too.
private struct Loading: Operation {
  let layer = "input"
  let reads: [Buffer] = []
  let writes: [Buffer]

  init(_ writes: [Buffer]) { self.writes = writes }

  func run(on executor: any Executor) {}
}
