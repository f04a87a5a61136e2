/// A straight reference line across the figure at one value.
public struct Rule: Mark {
  enum Place: Sendable {
    case x(Double)
    case y(Double)
  }

  /// At which end of an upright line its label stands.
  public enum LabelEnd: Sendable { case top, bottom }

  public let label: String?
  public let paint: Paint?
  let place: Place
  let labelEnd: LabelEnd
  let pattern: Stroke.Pattern

  /// An upright line at a value of x, such as the best epoch. Its label stands beside it, at the end where curves leave room.
  public init(
    x: Double, label: String? = nil, paint: Paint = .muted, pattern: Stroke.Pattern = .dashed,
    labelEnd: LabelEnd = .top
  ) {
    self.labelEnd = labelEnd
    (place, self.label, self.paint, self.pattern) = (.x(x), label, paint, pattern)
  }

  /// A level line at a value of y, such as a published accuracy. Its label stands at its right end, or above a long line's left.
  public init(y: Double, label: String? = nil, paint: Paint = .muted, pattern: Stroke.Pattern = .dashed) {
    labelEnd = .top
    (place, self.label, self.paint, self.pattern) = (.y(y), label, paint, pattern)
  }

  public var data: MarkData {
    switch place {
    case .x(let value): MarkData(x: [value])
    case .y(let value): MarkData(y: [value])
    }
  }
  public var key: LegendKey? { nil }
  public var namePlace: NamePlace {
    if case .y = place { .margin } else { .mark }
  }
  public var chartKind: String? { nil }

  public func draw(on canvas: any Canvas, in frame: Frame) {
    let plot = frame.plot
    let stroke = Stroke(frame.color, width: 1.25, pattern: pattern)
    switch place {
    case .x(let value):
      guard frame.x.domain.contains(value), let x = frame.x(value) else { return }
      canvas.stroke([Position(x, plot.y), Position(x, plot.maxY)], with: stroke)
    case .y(let value):
      guard frame.y.domain.contains(value), let y = frame.y(value) else { return }
      canvas.stroke([Position(plot.x, y), Position(plot.maxX, y)], with: stroke)
    }
  }

  public func annotate(on canvas: any Canvas, in frame: Frame) {
    switch place {
    case .x(let value):
      if frame.x.domain.contains(value), let x = frame.x(value) { write(besideX: x, canvas, frame) }
    case .y(let value):
      guard !frame.hasName, frame.y.domain.contains(value), let y = frame.y(value) else { return }
      write(aboveY: y, canvas, frame)
    }
  }

  /// On the side of the line that has more room.
  private func write(besideX x: Double, _ canvas: any Canvas, _ frame: Frame) {
    let isRight = frame.plot.maxX - x >= x - frame.plot.x
    let room = (isRight ? frame.plot.maxX - x : x - frame.plot.x) - 8
    let y = labelEnd == .top ? frame.plot.y + 2 : frame.plot.maxY - 3
    write(
      at: Position(isRight ? x + 6 : x - 6, y), room, isRight ? .leading : .trailing,
      labelEnd == .top ? .top : .bottom, canvas, frame)
  }

  /// Above the line, or below it at the top of the plot.
  private func write(aboveY y: Double, _ canvas: any Canvas, _ frame: Frame) {
    let isAbove = y - frame.plot.y > Font.small.lineHeight + 2
    let position = Position(frame.plot.x + 6, isAbove ? y - 3 : y + 3)
    write(at: position, frame.plot.width - 12, .leading, isAbove ? .bottom : .top, canvas, frame)
  }

  private func write(
    at position: Position, _ room: Double, _ horizontal: PlacedText.Horizontal, _ vertical: PlacedText.Vertical,
    _ canvas: any Canvas, _ frame: Frame
  ) {
    let block = TextBlock(label ?? "", font: .small, width: room, measuring: canvas)
    guard let line = block.lines.first else { return }
    canvas.draw(
      PlacedText(
        line, at: position, font: block.font, color: frame.color, horizontal: horizontal, vertical: vertical,
        halo: frame.palette.page))
  }

  public func labelAnchor(in frame: Frame) -> Position? {
    guard case .y(let value) = place, frame.y.domain.contains(value), let y = frame.y(value) else { return nil }
    return Position(frame.plot.maxX, y)
  }

  public func textAlternative(x: Axis, y: Axis) -> String? {
    let name = label.map { " (\($0))" } ?? ""
    switch place {
    case .x(let value): return "A line marks \(x.name(orElse: "x")) \(x.spoken(value))\(name)."
    case .y(let value): return "A line marks \(y.name(orElse: "y")) \(y.spoken(value))\(name)."
    }
  }
}
