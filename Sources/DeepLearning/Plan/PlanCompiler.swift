/// Makes plans: lowers a network, adds the objective, joins operations, appends the backward pass and lays out memory.
struct PlanCompiler {
  let network: Network
  let parameters: [Parameter]

  /// - Throws: `DeepLearningError` when the outputs do not fit the loss.
  func plan(_ request: PlanRequest) throws(DeepLearningError) -> Plan {
    var builder = PlanBuilder(network, parameters: parameters, batch: request.batch, mode: request.mode)
    let inputs = network.inputs.map { builder.value(of: $0).buffer }
    let outputs = network.outputs.map { builder.value(of: $0) }
    let objective = try addObjective(request.objective, outputs: outputs, to: &builder)
    let keepsOutputs = request.objective == .none || request.objective == .weightedOutput
    let results = Set((keepsOutputs ? outputs.map(\.buffer) : []) + (objective?.means.map(\.values) ?? []))
    let sources = sources(request, inputs, builder)
    if sources.isEmpty { NormalizationFolding(kept: results).apply(to: &builder) }
    var forward = Fusion(kept: results).apply(to: builder.operations)
    var pass = GradientPass(forward, buffers: builder.buffers, sources: sources)
    if case .weightedOutput = request.objective, let objective { pass.give(objective.target, for: outputs[0].buffer) }
    pass.run(over: &forward)
    let inputGradients = inputs.map { pass.gradient(of: $0) }
    var assembly = PlanAssembly(
      buffers: pass.buffers, forward: forward, backward: pass.operations, updates: request.trains ? builder.updates : []
    )
    assembly.addWorkspaces()
    let loaded = objective.map { inputs + [$0.target] } ?? inputs
    let kept = results.union(inputGradients.compactMap { $0 })
    return Plan(
      batch: request.batch, buffers: assembly.buffers, layout: assembly.layout(kept: kept, loaded: loaded),
      forward: assembly.forward, backward: assembly.backward, updates: assembly.updates, inputs: inputs,
      outputs: outputs, objective: objective,
      inputGradients: inputGradients, parameters: parameters, trained: trained(pass.buffers))
  }

  private func addObjective(
    _ objective: PlanRequest.Objective, outputs: [Value], to builder: inout PlanBuilder
  ) throws(DeepLearningError) -> ObjectiveBuffers? {
    switch objective {
    case .none: return nil
    case .weightedOutput:
      return ObjectiveBuffers(target: builder.buffer(builder.count(of: outputs[0].shape)))
    case .loss(let loss, let metrics):
      return try loss.lower(output: outputs[0], metrics: metrics, to: &builder)
    }
  }

  /// The buffers by which gradients are asked for.
  private func sources(_ request: PlanRequest, _ inputs: [Buffer], _ builder: PlanBuilder) -> Set<Buffer> {
    var sources = Set(request.differentiatesInputs ? inputs : [])
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
