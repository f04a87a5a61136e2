internal import Kernels

// How a loss becomes an operation.
extension Loss {
  /// Appends the operation that computes the loss of an output.
  ///
  /// - Parameter mayLookThrough: whether a last softmax or sigmoid may be taken into the loss.
  func lower(
    _ output: Value, _ given: GivenBuffers, _ part: TrainingObjective.Part, mayLookThrough: Bool,
    to builder: inout PlanBuilder
  ) -> LossBuffers {
    let logits = mayLookThrough ? takeActivation(output.buffer, from: &builder) : nil
    let kernel = kernel(MatrixShape(output, builder), fromLogits: fromLogits || logits != nil)
    let isRead = logits != nil && !part.metrics.isEmpty
    let operation = LossForward(
      layer: part.lossName, kernel: kernel, scores: logits ?? output.buffer, target: given.target,
      weights: given.weights, sums: builder.buffer(kernel.sumCount, .double), activated: isRead ? output.buffer : nil,
      scale: Float(part.weight / Double(kernel.lossCount)))
    builder.append(operation)
    return LossBuffers(sums: operation.sums, count: kernel.lossCount, output: part.name, weight: part.weight)
  }

  private func kernel(_ shape: MatrixShape, fromLogits: Bool) -> LossKernel {
    let smoothing = Float(labelSmoothing)
    switch kind {
    case .sparseCategorical: return classes(shape, fromLogits, .label)
    case .categorical: return classes(shape, fromLogits, .distribution(smoothing: smoothing))
    case .binary where fromLogits: return elements(shape, .binaryLogits(smoothing: smoothing))
    case .binary: return elements(shape, .binaryProbabilities(smoothing: smoothing))
    case .meanSquaredError: return elements(shape, .squared)
    case .meanAbsoluteError: return elements(shape, .absolute)
    case .dice: return .dice(DiceLoss(rows: shape.rows, columns: shape.columns))
    }
  }

  private func classes(_ shape: MatrixShape, _ fromLogits: Bool, _ target: ClassLoss.Target) -> LossKernel {
    let scores: ClassLoss.Scores = fromLogits ? .logits : .probabilities
    return .classes(ClassLoss(rows: shape.rows, classes: shape.columns, scores: scores, target: target))
  }

  private func elements(_ shape: MatrixShape, _ rule: ElementLoss.Rule) -> LossKernel {
    .elements(ElementLoss(rule, rows: shape.rows, columns: shape.columns))
  }

  /// The activation through which the loss looks.
  private var activation: ActivationFunction? {
    switch kind {
    case .sparseCategorical, .categorical: .softmax
    case .binary: .sigmoid
    case .meanSquaredError, .meanAbsoluteError, .dice: nil
    }
  }

  /// Removes the softmax or sigmoid that computes the output and gives its input, if there is one that only the loss reads.
  private func takeActivation(_ output: Buffer, from builder: inout PlanBuilder) -> Buffer? {
    guard let index = builder.operations.firstIndex(where: { $0.output == output }),
      let last = builder.operations[index] as? ActivationForward, last.function == activation,
      !builder.operations.contains(where: { $0.reads.contains(output) })
    else { return nil }
    builder.operations.remove(at: index)
    return last.input
  }
}

/// An output as a matrix: a row for each example or pixel, a column for each number along the last axis.
struct MatrixShape {
  let rows: Int
  let columns: Int

  init(_ output: Value, _ builder: PlanBuilder) {
    columns = output.shape.last ?? 1
    rows = output.shape.dropLast().reduce(builder.batch, *)
  }
}
