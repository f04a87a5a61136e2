// How the objective becomes operations.
extension TrainingObjective {
  /// Appends the operations of losses and metrics.
  ///
  /// - Parameter weighted: for each output whether weights of its rows are given.
  /// - Throws: `DeepLearningError` when a loss or a metric does not fit its output.
  func lower(
    _ outputs: [Value], weighted: [Bool], to builder: inout PlanBuilder
  ) throws(DeepLearningError) -> ObjectiveBuffers {
    var buffers = ObjectiveBuffers(given: [])
    for (index, part) in parts.enumerated() {
      let output = outputs[index]
      try part.loss.checkOutput(output.shape)
      let given = part.given(for: output, isWeighted: weighted[index], in: &builder)
      let isShared = outputs.filter { $0.buffer == output.buffer }.count > 1
      buffers.losses.append(part.loss.lower(output, given, part, mayLookThrough: !isShared, to: &builder))
      buffers.metrics.append(
        try part.metrics.map { (metric) throws(DeepLearningError) in
          try metric.lower(output, given.target, part.loss, to: &builder)
        })
      buffers.given.append(given)
    }
    return buffers
  }
}

extension TrainingObjective.Part {
  /// Makes room for targets and weights.
  fileprivate func given(for output: Value, isWeighted: Bool, in builder: inout PlanBuilder) -> GivenBuffers {
    let shape = MatrixShape(output, builder)
    let target = builder.buffer(loss.takesLabels ? shape.rows : shape.rows * shape.columns)
    return GivenBuffers(target: target, weights: isWeighted ? builder.buffer(shape.rows) : nil)
  }
}
