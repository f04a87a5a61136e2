/// The area between a lower and an upper line, such as the spread of several runs.
public struct Band: Mark {
  public let label: String?
  public let paint: Paint?
  public let problem: PlottingError?
  private let lower: XYValues
  private let upper: XYValues

  /// - Parameters:
  ///   - x: places along x.
  ///   - lower: as many values of y.
  ///   - upper: as many again.
  public init(
    x: some Sequence<some Quantity>, lower: some Sequence<some Quantity>, upper: some Sequence<some Quantity>,
    label: String? = nil, paint: Paint? = nil
  ) {
    let x = x.map(\.asDouble)
    self.lower = XYValues(x, lower, of: subject("Band", label))
    self.upper = XYValues(x, upper, of: subject("Band", label))
    self.label = label
    self.paint = paint
    problem = self.lower.problem ?? self.upper.problem
  }

  public var data: MarkData { MarkData(x: lower.x, y: lower.y + upper.y) }
  public var key: LegendKey? { .area }
  public var chartKind: String? { nil }

  public func draw(on canvas: any Canvas, in frame: Frame) {
    for (below, above) in runs(in: frame) where below.count > 1 {
      canvas.fill(polygon: below + above.reversed(), with: frame.color.opacity(0.22))
    }
  }

  /// Stretches where both bounds have a place.
  private func runs(in frame: Frame) -> [([Position], [Position])] {
    var runs: [([Position], [Position])] = [([], [])]
    for index in lower.x.indices {
      if let low = frame.position(lower.x[index], lower.y[index]),
        let high = frame.position(upper.x[index], upper.y[index])
      {
        runs[runs.count - 1].0.append(low)
        runs[runs.count - 1].1.append(high)
      } else {
        runs.append(([], []))
      }
    }
    return runs
  }

  public func textAlternative(x: Axis, y: Axis) -> String? {
    guard let low = lower.y.plottableRange(), let high = upper.y.plottableRange() else { return nil }
    return
      "\(label.map { "“\($0)”: a" } ?? "A") band between \(y.spoken(low.lowerBound)) and \(y.spoken(high.upperBound))."
  }
}
