public import DeepLearning
public import Notebook

extension Model: Displayable {
  /// Shows the table of layers, as `summary()` prints it.
  public func display(in session: Session) { session.showDescription(summaryText) }
}

extension History: Displayable {
  /// Shows the values of the last epoch.
  public func display(in session: Session) {
    let values = finalValues.entries.map { "\($0.name) \($0.value.decimals(4))" }.joined(separator: "  ")
    session.showDescription("\(model): \(epochs.count) epochs of \(stepsPerEpoch) steps  \(values)")
  }
}
