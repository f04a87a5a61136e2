/// What is reported beside the loss.
public struct Metric: Hashable, Sendable {
  /// The name under which values are reported, such as `accuracy`.
  public let name: String
  /// Whether more is better.
  let prefersGreater: Bool

  /// The share of predictions that are right, in the form that fits outputs and targets as Keras chooses it: with integer
  /// labels, the greatest output stands at the label (of equal outputs the first counts); with one output, it is above 0.5
  /// exactly where the target is 1; with targets for each of several outputs, both are greatest at the same place.
  public static let accuracy = Metric(name: "accuracy", prefersGreater: true)

  /// Appends the operation that counts the right predictions.
  func lower(
    output: Value, target: Buffer, loss: Loss, to builder: inout PlanBuilder
  ) -> ObjectiveBuffers.Mean {
    let classes = output.shape.last ?? 1
    let rows = output.shape.dropLast().reduce(builder.batch, *)
    let count = builder.buffer(1)
    builder.append(
      MatchCount(
        layer: name, form: form(rows: rows, classes: classes, loss), scores: output.buffer, target: target,
        output: count))
    return ObjectiveBuffers.Mean(values: count, count: rows)
  }

  private func form(rows: Int, classes: Int, _ loss: Loss) -> MatchCount.Form {
    if classes == 1 { return .binary(count: rows) }
    return loss.kind == .binary ? .categorical(rows: rows, classes: classes) : .sparse(rows: rows, classes: classes)
  }
}
