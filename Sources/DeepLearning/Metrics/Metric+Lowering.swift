internal import Kernels

// How a metric becomes an operation.
extension Metric {
  /// Appends the operation that sums over a batch.
  ///
  /// - Throws: `DeepLearningError` when the metric fits neither the targets nor the outputs.
  func lower(
    _ output: Value, _ target: Buffer, _ loss: Loss, to builder: inout PlanBuilder
  ) throws(DeepLearningError) -> MetricBuffers {
    try check()
    try check(columns: output.shape.last ?? 1, hasLabels: loss.takesLabels)
    let shape = MatrixShape(output, builder)
    let kernel = MetricTally(
      rule(columns: shape.columns, hasLabels: loss.takesLabels), target: loss.takesLabels ? .labels : .values,
      rows: shape.rows, columns: shape.columns)
    let sums = builder.buffer(kernel.sumCount, .double)
    builder.append(
      MetricForward(layer: name, kernel: kernel, scores: output.buffer, target: target, output: sums))
    return MetricBuffers(sums: sums, width: kernel.width, count: kernel.meanCount)
  }

  private func rule(columns: Int, hasLabels: Bool) -> MetricTally.Rule {
    switch kind {
    case .accuracy: columns == 1 ? .threshold(0.5) : .greatest
    case .binaryAccuracy(let threshold): .threshold(Float(threshold))
    case .categoricalAccuracy: .greatest
    case .topK(let k, _): .top(k)
    case .precision(let threshold, let column), .recall(let threshold, let column):
      .positives(threshold: Float(threshold), column: column)
    case .auc(_, let thresholds): .histogram(buckets: thresholds)
    case .iou(let classes, _, _, let prediction): .confusion(classes: classes, prediction: prediction.kernel)
    case .meanSquaredError: .squaredError
    case .meanAbsoluteError: .absoluteError
    }
  }
}

extension Metric.Prediction {
  fileprivate var kernel: MetricTally.Prediction {
    switch self {
    case .greatest: .greatest
    case .value: .value
    case .threshold(let threshold): .threshold(Float(threshold))
    }
  }
}

// MARK: - What fits

extension Metric {
  /// - Throws: `DeepLearningError` when the metric cannot be computed from such outputs and targets.
  private func check(columns: Int, hasLabels: Bool) throws(DeepLearningError) {
    switch kind {
    case .accuracy: break
    case .categoricalAccuracy(let sparse), .topK(_, let sparse):
      try need(columns > 1, "the output has one column", "one output for each class", hint: "use .binaryAccuracy")
      try need(
        sparse == hasLabels, hasLabels ? "targets are integer labels" : "targets are one number for each class",
        sparse ? "integer labels" : "a target for each class",
        hint: "metrics whose names begin with sparse take integer labels")
    case .precision(_, let column), .recall(_, let column):
      try need(!hasLabels || column != nil, "targets are integer labels", "classID: the class that counts")
      if let column { try need((0..<columns).contains(column), "classID is \(column)", "from 0 to \(columns - 1)") }
    case .iou(_, _, let sparseTrue, let prediction):
      try checkClasses(columns: columns, hasClasses: hasLabels || columns == 1, sparseTrue, prediction)
    case .binaryAccuracy, .auc, .meanSquaredError, .meanAbsoluteError:
      try need(!hasLabels, "targets are integer labels", "a target for each output")
    }
  }

  private func checkClasses(
    columns: Int, hasClasses: Bool, _ sparseTrue: Bool, _ prediction: Prediction
  ) throws(DeepLearningError) {
    try need(
      hasClasses == sparseTrue, hasClasses ? "targets are classes" : "targets are one number for each class",
      hasClasses ? "sparseYTrue: true" : "sparseYTrue: false")
    if prediction == .greatest {
      try need(columns > 1, "the output has one column", "one output for each class", hint: "write sparseYPred: true")
    } else {
      try need(
        columns == 1, "the output has \(columns) columns", "one output", hint: "write sparseYPred: false")
    }
  }

  private func need(
    _ condition: Bool, _ found: String, _ expected: String, hint: String? = nil
  ) throws(DeepLearningError) {
    if !condition { throw problem(found, expected, hint: hint) }
  }
}
