/// How often values fall into each of a row of equally wide bins.
public struct Histogram: Mark {
  public let label: String?
  public let paint: Paint?
  public let problem: PlottingError?
  /// Bounds of the bins: one more than there are bins.
  package let edges: [Double]
  package let counts: [Int]
  /// Values that are not finite or outside of `range`.
  package let skipped: Int
  private let median: Double?

  private static let defaultBins = 30

  /// - Parameters:
  ///   - values: what is counted.
  ///   - bins: number of bins; nil chooses up to 30 with round bounds.
  ///   - range: what the bins cover; nil covers all values.
  public init(
    _ values: some Sequence<some Quantity>, bins: Int? = nil, range: ClosedRange<Double>? = nil,
    label: String? = nil, paint: Paint? = nil
  ) {
    let all = values.map(\.asDouble)
    let finite = all.filter(\.isPlottable)
    let covered = range ?? finite.plottableRange() ?? 0...1
    edges = Self.edges(covered, bins)
    let kept = finite.filter(covered.contains)
    counts = Self.count(kept, edges)
    skipped = all.count - kept.count
    median = kept.isEmpty ? nil : kept.sorted()[kept.count / 2]
    self.label = label
    self.paint = paint
    problem =
      kept.isEmpty
      ? PlottingError(subject("Histogram", label), problem: "has no values", expected: "at least one") : nil
  }

  /// Exactly `bins` bins, or up to 30 with round bounds.
  private static func edges(_ range: ClosedRange<Double>, _ bins: Int?) -> [Double] {
    let wide = range.length > 1e-12 * max(range.upperBound.magnitude, 1e-270)
    let range = wide ? range : range.lowerBound - 0.5...range.lowerBound + 0.5
    let step = Ticks.roundStep(atLeast: range.length / Double(defaultBins))
    guard let bins = bins.map({ max($0, 1) }) ?? (wide ? nil : 1) else { return round(range, step) }
    return (0...bins).map { range.lowerBound + range.length * Double($0) / Double(bins) }
  }

  private static func round(_ range: ClosedRange<Double>, _ step: (digit: Int, exponent: Int)) -> [Double] {
    let width = NumberText.scaled(Double(step.digit), byPowerOfTen: step.exponent)
    let low = (range.lowerBound / width).rounded(.down) * width
    let high = max((range.upperBound / width).rounded(.up) * width, low + width)
    return Ticks.multiples(of: step.digit, step.exponent, in: low...high)
  }

  private static func count(_ values: [Double], _ edges: [Double]) -> [Int] {
    guard let low = edges.first, let high = edges.last, edges.count > 1 else { return [] }
    var counts = Array(repeating: 0, count: edges.count - 1)
    for value in values {
      let place = (value - low) / (high - low) * Double(counts.count)
      counts[min(max(Int(place), 0), counts.count - 1)] += 1
    }
    return counts
  }

  public var data: MarkData { MarkData(x: edges, y: counts.map(Double.init) + [0], standsOnZero: true) }
  public var key: LegendKey? { .box }
  public var chartKind: String? { "Histogram" }

  public func draw(on canvas: any Canvas, in frame: Frame) {
    let color = frame.color.opacity(frame.group.count > 1 ? 0.6 : 1)
    for (index, count) in counts.enumerated() where count > 0 {
      guard let a = frame.position(edges[index], frame.y.domain.clamping(0)),
        let b = frame.position(edges[index + 1], Double(count))
      else { continue }
      let box = Box(from: a, to: b)
      let gap = min(0.5, box.width / 8)
      canvas.fill(Box(x: box.x + gap, y: box.y, width: box.width - 2 * gap, height: box.height), with: color)
    }
  }

  public func textAlternative(x: Axis, y: Axis) -> String? {
    guard let fullest = counts.indices.max(by: { counts[$0] < counts[$1] }), let median else { return nil }
    let name = label.map { "“\($0)”: " } ?? ""
    let total = Typography.counted(counts.reduce(0, +), "value")
    let bin = "from \(x.spoken(edges[fullest])) to \(x.spoken(edges[fullest + 1]))"
    let rest = skipped > 0 ? " Left out: \(Typography.counted(skipped, "value")) outside of the bins." : ""
    return "\(name)\(total) in \(Typography.counted(counts.count, "bin")), median \(x.spoken(median));"
      + " the fullest bin, \(bin), holds \(NumberText.fixed(Double(counts[fullest]), 0, grouped: true)).\(rest)"
  }
}
