extension Plan {
  /// The operations in order, one on a line, such as `ConvolutionForward conv2d (relu, pooled)`.
  var lines: [String] {
    (forward + backward + updates).map { operation in
      "\(type(of: operation)) \(operation.layer)" + (operation.details.isEmpty ? "" : " (\(operation.details))")
    }
  }

  /// Bytes of all buffers that share memory, as if each had its own.
  var bytesWithoutSharing: Int {
    zip(buffers, layout.offsets).map { $1 == nil ? 0 : $0.bytes }.reduce(0, +)
  }
}

extension Model {
  /// What a step on a batch takes, for tests and for those who wonder: operations and bytes of memory.
  package func planDescription(
    batchSize: Int, trains: Bool
  ) throws -> (operations: [String], bytes: Int, bytesWithoutSharing: Int) {
    var request = PlanRequest(batch: batchSize)
    if trains {
      let objective = try compiled(for: "plan").request(weighted: outputs.map { _ in false })
      request = PlanRequest(batch: batchSize, mode: .training, objective: objective, trains: true)
    }
    let plan = try runtime.executor(for: request).plan
    return (plan.lines, plan.layout.bytes, plan.bytesWithoutSharing)
  }
  /// The operations that the gradients of a tensor take, for tests.
  package func planDescription(
    batchSize: Int, of output: SymbolicTensor, by sources: [SymbolicTensor]
  ) throws -> [String] {
    try runtime.executor(for: PlanRequest(batch: batchSize, objective: .weighted(output), sources: sources)).plan.lines
  }
}
