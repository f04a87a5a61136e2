/// Scores from the greatest to the least, and how many positives and negatives lie at or above each: what a classifier of
/// two classes can do at any threshold.
///
///     let ranking = try Ranking(labels: labels.elements, scores: probabilities.elements)
///     print(ranking.rocArea, ranking.averagePrecision)
///
/// Areas and curves are those of scikit-learn's `roc_auc_score`, `average_precision_score` and `precision_recall_curve`.
public struct Ranking: Sendable {
  /// The different scores, from the greatest to the least.
  public let thresholds: [Double]
  /// Positives with at least the score of the same number.
  public let truePositives: [Int]
  /// Negatives with at least the score of the same number.
  public let falsePositives: [Int]
  public let positives: Int
  public let negatives: Int

  /// - Parameters:
  ///   - labels: 1 for positives, 0 for negatives.
  ///   - scores: as many, the greater the surer of a positive.
  /// - Throws: `PlottingError` if the counts differ, a label is neither 0 nor 1, a score is not finite, or one of the classes
  ///   is missing.
  public init(
    labels: some Sequence<some Quantity>, scores: some Sequence<some Quantity>
  ) throws(PlottingError) {
    let (labels, scores) = (labels.map(\.asDouble), scores.map(\.asDouble))
    try Self.check(labels, scores)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (thresholds, hits, alarms): ([Double], [Int], [Int]) = ([], [], [])
    var (hit, alarm) = (0, 0)
    for (place, index) in order.enumerated() {
      if labels[index] == 1 { hit += 1 } else { alarm += 1 }
      if place + 1 < order.count, scores[order[place + 1]] == scores[index] { continue }
      thresholds.append(scores[index])
      hits.append(hit)
      alarms.append(alarm)
    }
    (self.thresholds, truePositives, falsePositives) = (thresholds, hits, alarms)
    (positives, negatives) = (hit, alarm)
  }

  private static func check(_ labels: [Double], _ scores: [Double]) throws(PlottingError) {
    guard labels.count == scores.count else {
      throw PlottingError(
        "Ranking", problem: "has \(labels.count) labels and \(scores.count) scores", expected: "as many of each")
    }
    if let stranger = labels.first(where: { $0 != 0 && $0 != 1 }) {
      throw PlottingError(
        "Ranking", problem: "has the label \(NumberText.significant(stranger, 6))",
        expected: "1 for positives, 0 for negatives", hint: "For several classes, rank one against the others.")
    }
    if let index = scores.firstIndex(where: { !$0.isPlottable }) {
      throw PlottingError("Ranking", problem: "has the score \(scores[index]) at index \(index)", expected: "numbers")
    }
    for (label, name) in [(1.0, "positives"), (0, "negatives")] where !labels.contains(label) {
      throw PlottingError("Ranking", problem: "has no \(name)", expected: "at least one label of each class")
    }
  }

  /// Share of the positives that lie at or above each threshold: recall.
  public var truePositiveRates: [Double] { truePositives.map { Double($0) / Double(positives) } }
  /// Share of the negatives that lie there: false alarms.
  public var falsePositiveRates: [Double] { falsePositives.map { Double($0) / Double(negatives) } }
  /// Share of positives among all that lie there.
  public var precisions: [Double] { zip(truePositives, falsePositives).map { Double($0) / Double($0 + $1) } }
  /// Share of positives among all: the precision of guessing.
  public var prevalence: Double { Double(positives) / Double(positives + negatives) }

  /// Area under the ROC curve: the probability that a positive has a greater score than a negative.
  public var rocArea: Double {
    let points = [(0.0, 0.0)] + zip(falsePositiveRates, truePositiveRates)
    return zip(points, points.dropFirst()).map { ($1.0 - $0.0) * ($1.1 + $0.1) / 2 }.reduce(0, +)
  }

  /// Σ (recall of this threshold − recall of the one above) · precision.
  public var averagePrecision: Double {
    let recalls = truePositiveRates
    let gains = zip(recalls, [0] + recalls).map { $0 - $1 }
    return zip(gains, precisions).map { $0 * $1 }.reduce(0, +)
  }

  /// What a threshold does: the shares of positives and of negatives at or above it, and the precision there, which is 1 if
  /// nothing is.
  func rates(at threshold: Double) -> (truePositives: Double, falsePositives: Double, precision: Double) {
    guard let index = thresholds.lastIndex(where: { $0 >= threshold }) else { return (0, 0, 1) }
    return (truePositiveRates[index], falsePositiveRates[index], precisions[index])
  }
}
