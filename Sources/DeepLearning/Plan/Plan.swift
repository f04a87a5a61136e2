/// Everything that one batch of one size takes, in order: operations, their buffers and where the memory of each lies.
struct Plan {
  let batch: Int
  let buffers: [BufferSpecification]
  let layout: ArenaLayout
  let forward: [any Operation]
  let backward: [any Operation]
  /// What changes weights by other means than gradients once the step has succeeded: moving averages.
  let updates: [any Operation]
  let inputs: [Buffer]
  let outputs: [Value]
  let objective: ObjectiveBuffers?
  /// What each tensor by which a gradient was asked for stands for.
  let sources: [Value]
  /// The gradient by each of them.
  let sourceGradients: [Buffer]
  let parameters: [Parameter]
  /// Numbers of the parameters whose gradients the backward pass computes.
  let trained: [Int]
}

/// What decides a plan besides the graph.
struct PlanRequest: Hashable {
  enum Mode: Hashable {
    /// Random layers do nothing.
    case inference
    /// Random layers act.
    case training
  }

  enum Objective: Hashable {
    /// Outputs are wanted.
    case none
    /// Losses and metrics are wanted, with weights of the rows of some outputs.
    case loss(TrainingObjective, weighted: [Bool])
    /// Gradients of Σ tensor · given weights are wanted, and the tensor.
    case weighted(SymbolicTensor)
  }

  var batch: Int
  var mode: Mode = .inference
  var objective: Objective = .none
  /// Whether gradients by the trainable parameters are wanted.
  var trains = false
  /// The tensors by which gradients are wanted. Their values are wanted too.
  var sources: [SymbolicTensor] = []
  /// The layers and nested models that are frozen: freezing changes the plan.
  var frozen: Set<ObjectIdentifier> = []
}
