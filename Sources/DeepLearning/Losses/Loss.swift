/// What training makes small.
public struct Loss: Hashable, Sendable, CustomStringConvertible {
  enum Kind: Hashable, Sendable { case sparseCategorical, binary }

  let kind: Kind
  /// Whether the model's outputs are what a softmax or sigmoid would be applied to, rather than probabilities.
  public let fromLogits: Bool

  /// −log p[label] of each row of probabilities, labels being integers: one class out of several.
  ///
  /// Where the model ends in a softmax, it is computed from the softmax' input, which is exact, as Keras on TensorFlow does;
  /// otherwise probabilities are clipped to ε…1−ε (ε = 10⁻⁷) and brought to the sum 1.
  /// ## Shapes
  /// outputs [batch, …, classes], labels [batch, …] or [batch, …, 1]
  public static let sparseCategoricalCrossentropy = Loss(kind: .sparseCategorical, fromLogits: false)

  /// −t · log p − (1 − t) · log(1 − p) of each output, targets t being 0 or 1: yes or no.
  ///
  /// Where the model ends in a sigmoid, it is computed from the sigmoid's input; otherwise p is clipped to ε…1−ε.
  /// ## Shapes
  /// outputs [batch, …, 1] and targets [batch, …], or both of the same shape
  public static let binaryCrossentropy = Loss(kind: .binary, fromLogits: false)

  /// Sparse categorical cross-entropy of outputs without a softmax, if `fromLogits`.
  public static func sparseCategoricalCrossentropy(fromLogits: Bool) -> Loss {
    Loss(kind: .sparseCategorical, fromLogits: fromLogits)
  }

  /// Binary cross-entropy of outputs without a sigmoid, if `fromLogits`.
  public static func binaryCrossentropy(fromLogits: Bool) -> Loss { Loss(kind: .binary, fromLogits: fromLogits) }

  public var description: String {
    (kind == .binary ? "binaryCrossentropy" : "sparseCategoricalCrossentropy")
      + (fromLogits ? "(fromLogits: true)" : "")
  }

  /// The activation through which the loss looks.
  private var activation: ActivationFunction { kind == .binary ? .sigmoid : .softmax }
}

// MARK: - Operations

extension Loss {
  /// Appends the operations of loss and metrics.
  ///
  /// - Throws: `DeepLearningError` when the loss does not fit the outputs.
  func lower(
    output: Value, metrics: [Metric], to builder: inout PlanBuilder
  ) throws(DeepLearningError) -> ObjectiveBuffers {
    try checkOutput(output.shape)
    let form = form(output.shape, batch: builder.batch)
    let target = builder.buffer(targetCount(output.shape, batch: builder.batch))
    let logits = takeActivation(output.buffer, from: &builder)
    let operation = CrossEntropyForward(
      layer: "loss", form: form, fromLogits: fromLogits || logits != nil, scores: logits ?? output.buffer,
      target: target,
      losses: builder.buffer(targetCount(output.shape, batch: builder.batch)),
      probabilities: logits != nil && !metrics.isEmpty ? output.buffer : nil)
    builder.append(operation)
    let counted = metrics.map { $0.lower(output: output, target: target, loss: self, to: &builder) }
    let loss = ObjectiveBuffers.Mean(values: operation.losses, count: operation.rows)
    return ObjectiveBuffers(target: target, means: [loss] + counted)
  }

  private func form(_ shape: [Int], batch: Int) -> CrossEntropyForward.Form {
    let rows = targetCount(shape, batch: batch)
    return kind == .binary ? .binary(count: rows) : .sparse(rows: rows, classes: shape.last ?? 1)
  }

  /// Number of targets of a batch.
  private func targetCount(_ shape: [Int], batch: Int) -> Int {
    (kind == .binary ? shape : shape.dropLast()).reduce(batch, *)
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

// MARK: - Shapes

extension Loss {
  private func checkOutput(_ shape: [Int]) throws(DeepLearningError) {
    guard kind == .sparseCategorical, (shape.last ?? 0) < 2 else { return }
    throw DeepLearningError(
      "compile", "\(self) of outputs of shape \(batchShape(shape))", expected: "one output for each class, at least 2",
      hint: "for one yes-or-no output use loss: .binaryCrossentropy")
  }

  /// Whether targets of this shape, without the batch, belong to outputs of that shape.
  func accepts(target: [Int], output: [Int]) -> Bool {
    let rows = Array(output.dropLast())
    switch kind {
    case .sparseCategorical: return target == rows || target == rows + [1]
    case .binary: return target == output || (output.last == 1 && target == rows)
    }
  }

  /// The shape of the targets, for messages.
  func targetShape(output: [Int]) -> String {
    batchShape(kind == .binary && output.last != 1 ? output : Array(output.dropLast()))
  }
}
