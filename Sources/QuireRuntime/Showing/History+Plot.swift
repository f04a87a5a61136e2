public import DeepLearning
public import Plotting

extension History {
  /// Curves over the epochs, on the training data and on the validation data: the loss, and beside it the first metric.
  public func plot() -> Panels {
    let metrics = names.filter { !$0.hasPrefix(Self.validation) }
    return Figure.row(metrics.prefix(2).map(figure))
  }

  private static let validation = "val_"

  private func figure(_ name: String) -> Figure {
    let title = name.prefix(1).uppercased() + name.dropFirst().replacing("_", with: " ")
    return Figure(x: Axis("Epoch"), y: Axis(title)) {
      Line(x: epochs, y: values(name), label: "training")
      if names.contains(Self.validation + name) {
        Line(x: epochs, y: values(Self.validation + name), label: "validation")
      }
    }
  }

  /// The values of a name that the history has.
  private func values(_ name: String) -> [Double] { (try? self[name]) ?? [] }
}
