public import DeepLearning
public import Plotting

extension ConfusionMatrix {
  /// The counts with their parts of the rows.
  ///
  ///     show(matrix.plot(classes: ["cat", "dog"]))
  ///
  /// - Parameter names: of the classes by number; none, or one each.
  public func plot(classes names: [String] = [], title: String = "") -> Heatmap {
    Heatmap.confusion(counts, classes: names, title: title)
  }
}
