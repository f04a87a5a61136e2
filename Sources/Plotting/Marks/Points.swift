/// A dot for every pair of values.
public struct Points: Mark {
  public let label: String?
  public let paint: Paint?
  /// Radius of a dot in CSS pixels.
  let radius: Double
  let values: XYValues

  /// - Parameters:
  ///   - x: places along x.
  ///   - y: as many values.
  ///   - label: name in the legend.
  ///   - radius: radius of a dot in CSS pixels.
  public init(
    x: some Sequence<some Quantity>, y: some Sequence<some Quantity>, label: String? = nil, paint: Paint? = nil,
    radius: Double = 3.5
  ) {
    values = XYValues(x, y, of: subject("Points", label))
    self.label = label
    self.paint = paint
    self.radius = radius
  }

  public var problem: PlottingError? { values.problem }
  public var data: MarkData { MarkData(x: values.x, y: values.y, xMargin: 0.05) }
  public var key: LegendKey? { .dot }
  public var chartKind: String? { "Scatter plot" }

  public func draw(on canvas: any Canvas, in frame: Frame) {
    for position in values.runs(in: frame).flatMap(\.self) {
      if frame.pattern == .solid {
        canvas.fill(circleAt: position, radius: radius, with: frame.color.opacity(0.85))
      } else {
        canvas.stroke(circleAt: position, radius: radius - 0.75, with: Stroke(frame.color, width: 1.5))
      }
    }
  }

  public func textAlternative(x: Axis, y: Axis) -> String? {
    let points = values.finite
    let name = label.map { "“\($0)”: " } ?? ""
    guard points.count > 1, let range = points.map(\.y).plottableRange() else {
      return points.first.map { "\(name)one point at \(x.spoken($0.x)), \(y.spoken($0.y))." } ?? "\(name)no points."
    }
    let extent = "\(y.spoken(range.lowerBound)) to \(y.spoken(range.upperBound))"
    return "\(name)\(points.count) points, \(y.name(orElse: "y")) \(extent)."
  }
}
