extension Figure {
  /// Receiver operating characteristics: what share of the positives each ranking finds for which share of false alarms,
  /// with the area under each curve, the diagonal of guessing, and the point at which the classifier works.
  ///
  ///     Figure.roc(["convnet": convnet, "VGG16": vgg])
  ///
  /// - Parameters:
  ///   - rankings: by name; an only one may have an empty name.
  ///   - threshold: score from which on an example counts as positive; nil marks no working point.
  ///   - width: in CSS pixels.
  ///   - height: in CSS pixels, legend included.
  public static func roc(
    _ rankings: KeyValuePairs<String, Ranking>, threshold: Double? = 0.5, title: String = "", width: Int = 420,
    height: Int = 420
  ) -> Figure {
    Figure(
      title: title, width: width, height: height, x: Axis("False alarms among the negatives"),
      y: Axis("Found among the positives")
    ) {
      rankings.map { RankingCurve(kind: .roc, name: $0.key, ranking: $0.value, threshold: threshold) }
      ChanceLine(ends: [(0, 0), (1, 1)])
      if let threshold { WorkingPointKey(threshold: threshold) }
    }
  }

  /// Precision over recall of each ranking, with its average precision, the level of guessing (the share of positives, of
  /// the first ranking), and the point at which the classifier works.
  ///
  /// - Parameters: as for `roc`.
  public static func precisionRecall(
    _ rankings: KeyValuePairs<String, Ranking>, threshold: Double? = 0.5, title: String = "", width: Int = 420,
    height: Int = 420
  ) -> Figure {
    let chance = rankings.first?.value.prevalence ?? 0
    return Figure(
      title: title, width: width, height: height, x: Axis("Recall: found among the positives"),
      y: Axis("Precision: positives among the found")
    ) {
      rankings.map { RankingCurve(kind: .precisionRecall, name: $0.key, ranking: $0.value, threshold: threshold) }
      ChanceLine(ends: [(0, chance), (1, chance)])
      if let threshold { WorkingPointKey(threshold: threshold) }
    }
  }
}
