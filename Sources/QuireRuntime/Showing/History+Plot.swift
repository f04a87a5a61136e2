public import DeepLearning
public import Plotting

extension History {
  /// Curves over the epochs, on the training data and on the validation data: the loss, and beside it the first metric.
  /// The epoch with the least validation loss, if there is one, is marked in both.
  public func plot() -> Panels { plot(marking: try? bestEpoch()) }

  /// The same curves, marked at the epoch with the best value of a name, such as `val_accuracy`.
  ///
  ///     show(try history.plot(best: "val_accuracy"))
  ///
  /// - Throws: `DeepLearningError` that lists the names there are.
  public func plot(best name: String) throws(DeepLearningError) -> Panels { plot(marking: try bestEpoch(by: name)) }

  /// Several runs over the same axes, the best epoch of each in a ring.
  ///
  ///     show(try History.compare(["plain": plain, "augmented": augmented], by: "val_accuracy"))
  ///
  /// - Parameters:
  ///   - runs: by name.
  ///   - name: the value to compare; also says which epoch is the best.
  /// - Throws: `DeepLearningError` if a run has no such values.
  public static func compare(
    _ runs: KeyValuePairs<String, History>, by name: String = "val_loss"
  ) throws(DeepLearningError) -> Figure {
    let curves = try runs.map { (run) throws(DeepLearningError) in
      RunCurve(run.key, values: try run.value[name], best: try run.value.bestEpoch(by: name))
    }
    return Figure.runs(curves, y: title(name))
  }

  private static let validation = "val_"

  /// "Validation accuracy" of "val_accuracy".
  private static func title(_ name: String) -> String {
    let isValidation = name.hasPrefix(validation)
    let words = (isValidation ? "validation " : "") + name.dropFirst(isValidation ? validation.count : 0)
    return words.prefix(1).uppercased() + words.dropFirst().replacing("_", with: " ")
  }

  private func plot(marking best: Int?) -> Panels {
    let metrics = names.filter { !$0.hasPrefix(Self.validation) }
    return Figure.row(metrics.prefix(2).map { figure($0, marking: best) })
  }

  private func figure(_ name: String, marking best: Int?) -> Figure {
    let hasValidation = names.contains(Self.validation + name)
    let main = values(hasValidation ? Self.validation + name : name)
    return Figure(x: Axis("Epoch"), y: Axis(Self.title(name))) {
      Line(x: epochs, y: values(name), label: "training")
      if hasValidation { Line(x: epochs, y: main, label: "validation") }
      if let best, main.indices.contains(best - 1) { marks(at: best, of: main) }
    }
  }

  /// A line and a ring at the best epoch; the line's name stands where curves that fall, or rise, leave room.
  @MarkBuilder private func marks(at best: Int, of values: [Double]) -> [any Mark] {
    let rises = (values.first ?? 0) < (values.last ?? 0)
    Rule(x: Double(best), label: "best: epoch \(best)", labelEnd: rises ? .bottom : .top)
    Ring(x: best, y: values[best - 1], label: "best")
  }

  /// The values of a name that the history has.
  private func values(_ name: String) -> [Double] { (try? self[name]) ?? [] }
}
