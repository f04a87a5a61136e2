/// The curve of a ranking, its area in its label.
struct RankingCurve: Mark {
  enum Kind: Sendable {
    /// False alarms along x, recall along y.
    case roc
    /// Recall along x, precision along y.
    case precisionRecall
  }

  let kind: Kind
  let name: String
  let ranking: Ranking
  /// Score from which on an example counts as positive; nil marks no working point.
  let threshold: Double?

  private static let width = 2.0
  /// The axes cover all shares. The middle says that they are no counts, which have whole ticks.
  private static let whole = [0, 0.5, 1]

  var label: String? {
    let area = kind == .roc ? "AUC \(Self.text(ranking.rocArea))" : "AP \(Self.text(ranking.averagePrecision))"
    return name.isEmpty ? area : "\(name) (\(area))"
  }
  var paint: Paint? { nil }
  var data: MarkData { MarkData(x: Self.whole, y: Self.whole, yMargin: 0) }
  var key: LegendKey? { .line }
  var chartKind: String? { kind == .roc ? "ROC curve" : "Precision–recall curve" }

  private static func text(_ share: Double) -> String { NumberText.fixed(share, 3) }

  /// Straight between the points of an ROC curve; in steps between those of a precision–recall curve, whose straight lines
  /// would promise too much.
  private var points: [(x: Double, y: Double)] {
    let recalls = ranking.truePositiveRates
    guard kind == .precisionRecall else { return zip([0] + ranking.falsePositiveRates, [0] + recalls).map { ($0, $1) } }
    return zip(zip([0] + recalls, recalls), ranking.precisions).flatMap { [($0.0, $1), ($0.1, $1)] }
  }

  func draw(on canvas: any Canvas, in frame: Frame) {
    let path = points.compactMap { frame.position($0.x, $0.y) }
    canvas.stroke(path, with: Stroke(frame.color, width: Self.width, pattern: frame.pattern))
  }

  /// The working point, over all curves.
  func annotate(on canvas: any Canvas, in frame: Frame) {
    guard let threshold else { return }
    let rates = ranking.rates(at: threshold)
    let point =
      kind == .roc
      ? frame.position(rates.falsePositives, rates.truePositives) : frame.position(rates.truePositives, rates.precision)
    guard let point else { return }
    canvas.fill(circleAt: point, radius: 5.5, with: frame.palette.page)
    canvas.fill(circleAt: point, radius: 4, with: frame.color)
  }

  func textAlternative(x: Axis, y: Axis) -> String? {
    func percent(_ share: Double) -> String { NumberFormat.percent().spoken(share) }
    let name = name.isEmpty ? "" : "“\(name)”: "
    let area =
      kind == .roc
      ? "area under the curve \(Self.text(ranking.rocArea))"
      : "average precision \(Self.text(ranking.averagePrecision))"
    guard let threshold else { return "\(name)\(area)." }
    let rates = ranking.rates(at: threshold)
    let rest =
      kind == .roc
      ? "with \(percent(rates.falsePositives)) false alarms" : "with a precision of \(percent(rates.precision))"
    return "\(name)\(area); at threshold \(NumberText.significant(threshold)) it finds"
      + " \(percent(rates.truePositives)) of the positives \(rest)."
  }
}

/// What guessing does: a straight line between two points.
struct ChanceLine: Mark {
  let ends: [(x: Double, y: Double)]

  var label: String? { "chance" }
  var paint: Paint? { .muted }
  var data: MarkData { MarkData(x: ends.map(\.x), y: ends.map(\.y), yMargin: 0) }
  var key: LegendKey? { .line }
  var linePattern: Stroke.Pattern? { .dashed }
  var chartKind: String? { nil }

  func draw(on canvas: any Canvas, in frame: Frame) {
    canvas.stroke(
      ends.compactMap { frame.position($0.x, $0.y) }, with: Stroke(frame.color, width: 1.25, pattern: .dashed))
  }
}

/// Explains the dots on the curves in the legend.
struct WorkingPointKey: Mark {
  let threshold: Double

  var label: String? { "at threshold \(NumberText.significant(threshold))" }
  var paint: Paint? { .ink }
  var data: MarkData { MarkData(yMargin: 0) }
  var key: LegendKey? { .dot }
  var chartKind: String? { nil }

  func draw(on canvas: any Canvas, in frame: Frame) {}
}
