/// A line through pairs of values, in the order they are given. A value that is not finite leaves a gap.
public struct Line: Mark {
  public let label: String?
  public let paint: Paint?
  /// Solid, dashed or dotted; nil lets the figure choose.
  let pattern: Stroke.Pattern?
  let hasMarkers: Bool
  let values: XYValues

  /// Up to this many values each is a dot, so that the reader sees where something was measured.
  private static let fewValues = 20
  private static let width = 2.0
  private static let markerRadius = 2.75

  /// - Parameters:
  ///   - x: places along x, such as epochs.
  ///   - y: as many values.
  ///   - label: name at the line's end or in the legend.
  ///   - paint: colour; nil takes the next series colour.
  ///   - pattern: solid, dashed or dotted; nil lets the figure choose.
  ///   - markers: whether each pair of values is a dot; nil draws dots up to 20 values.
  public init(
    x: some Sequence<some Quantity>, y: some Sequence<some Quantity>, label: String? = nil, paint: Paint? = nil,
    pattern: Stroke.Pattern? = nil, markers: Bool? = nil
  ) {
    values = XYValues(x, y, of: subject("Line", label))
    self.label = label
    self.paint = paint
    self.pattern = pattern
    hasMarkers = markers ?? (values.x.count <= Self.fewValues)
  }

  public var problem: PlottingError? { values.problem }
  public var data: MarkData { MarkData(x: values.x, y: values.y) }
  public var key: LegendKey? { .line }
  public var linePattern: Stroke.Pattern? { pattern }
  public var namePlace: NamePlace { .end }
  public var chartKind: String? { "Line chart" }

  public func draw(on canvas: any Canvas, in frame: Frame) {
    let stroke = Stroke(frame.color, width: Self.width, pattern: frame.pattern)
    for run in values.runs(in: frame) {
      if run.count > 1 { canvas.stroke(run, with: stroke) }
      guard hasMarkers || run.count == 1 else { continue }
      for position in run { canvas.fill(circleAt: position, radius: Self.markerRadius, with: frame.color) }
    }
  }

  public func labelAnchor(in frame: Frame) -> Position? { values.runs(in: frame).last?.last }

  public func textAlternative(x: Axis, y: Axis) -> String? {
    Trend(values.finite).sentence(name: label.map { "“\($0)”" } ?? "The line", x: x, y: y)
  }
}
