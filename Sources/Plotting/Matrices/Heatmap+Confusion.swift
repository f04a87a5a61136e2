import Tensors

extension Heatmap {
  /// How often each class was taken for which: counts, and below them what part of the row they are. Colours show the
  /// parts, so that rare classes count as much as frequent ones; the diagonal is blue, mistakes are orange.
  ///
  ///     Heatmap.confusion(matrix.counts, classes: ["cat", "dog"])
  ///
  /// - Parameters:
  ///   - counts: `[true class, class it was taken for]`.
  ///   - classes: names by number; none, or one each.
  public static func confusion<Element: Scalar>(
    _ counts: Tensor<Element>, classes: [String] = [], title: String = ""
  ) -> Heatmap {
    let names = classes.isEmpty ? (0..<(counts.shape.first ?? 0)).map(String.init) : classes
    var heatmap = Heatmap(
      Matrix.rows(counts), rows: names, columns: names, title: title, x: "predicted", y: "true class",
      emphasis: .offDiagonal)
    heatmap.showsShares = true
    return heatmap
  }
}
