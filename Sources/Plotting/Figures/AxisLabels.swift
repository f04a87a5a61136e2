/// The round numbers along an axis, as many as there is room for, and how they are written.
struct AxisLabels {
  struct Label: Equatable {
    let value: Double
    let text: String
    let width: Double
  }

  let labels: [Label]
  let font: Font

  /// Widest label.
  var width: Double { labels.map(\.width).max() ?? 0 }

  /// Pixels between neighbouring labels along x, at least.
  private static let gap = 12.0
  /// Pixels between ticks at which an axis looks neither bare nor crowded.
  private static let comfortable = (x: 56.0, counts: 36.0, y: 30.0)

  /// Numbers that stand beside the axis, one above the other.
  init(
    beside projection: Projection, _ axis: Axis, wholeNumbers: Bool, widest: Double,
    measuring measure: any TextMeasuring
  ) {
    let length = (projection.end - projection.start).magnitude
    let limit = max(2, Int(length / Self.comfortable.y))
    let found = Self.texts(projection, axis, wholeNumbers, limit: limit)
    (labels, font) = Self.fit(found, widest, measure)
  }

  /// Numbers that stand below the axis, side by side; fewer if they would touch.
  init(
    below projection: Projection, _ axis: Axis, wholeNumbers: Bool, measuring measure: any TextMeasuring
  ) {
    let length = (projection.end - projection.start).magnitude
    var limit = max(2, Int(length / (wholeNumbers ? Self.comfortable.counts : Self.comfortable.x)))
    var (labels, font) = Self.fit(Self.texts(projection, axis, wholeNumbers, limit: limit), length / 2, measure)
    while limit > 1, Self.touch(labels, projection) {
      limit -= 1
      (labels, font) = Self.fit(Self.texts(projection, axis, wholeNumbers, limit: limit), length / 2, measure)
    }
    self.labels = Self.touch(labels, projection) ? Array(labels.prefix(1)) : labels
    self.font = font
  }

  private static func texts(
    _ projection: Projection, _ axis: Axis, _ wholeNumbers: Bool, limit: Int
  ) -> [(value: Double, text: String)] {
    let isLog = projection.scale == .log
    let log = isLog ? LogTicks(in: projection.domain, limit: limit) : nil
    let ticks = Ticks(in: projection.domain, limit: limit, wholeNumbers: wholeNumbers)
    let values = log?.values ?? ticks.values
    switch axis.format {
    case .automatic: return Array(zip(values, log?.labels ?? ticks.labels))
    case .percent(let decimals):
      let needed = isLog ? decimals : max(decimals, -(ticks.exponent + 2))
      return values.map { ($0, NumberFormat.percent(decimals: needed).text($0)) }
    default: return values.map { ($0, axis.format.text($0)) }
    }
  }

  /// All labels in one size, the largest that lets every one fit `widest`.
  private static func fit(
    _ texts: [(value: Double, text: String)], _ widest: Double, _ measure: any TextMeasuring
  ) -> ([Label], Font) {
    let blocks = texts.map { TextBlock($0.text, font: .label, width: widest, measuring: measure) }
    let font = blocks.map(\.font).min { $0.size < $1.size } ?? .label
    let labels = zip(texts, blocks).map { text, block in
      let line = block.lines.first ?? ""
      return Label(value: text.value, text: line, width: measure.width(of: line, font: font))
    }
    return (labels, font)
  }

  private static func touch(_ labels: [Label], _ projection: Projection) -> Bool {
    zip(labels, labels.dropFirst()).contains { left, right in
      guard let a = projection(left.value), let b = projection(right.value) else { return false }
      return (b - a).magnitude < (left.width + right.width) / 2 + gap
    }
  }
}
