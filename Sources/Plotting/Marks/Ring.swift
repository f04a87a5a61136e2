/// A ring round one pair of values, such as the best epoch of a run.
public struct Ring: Mark {
  public let label: String?
  public let paint: Paint?
  let x: Double
  let y: Double

  private static let radius = (page: 7.5, ring: 5.5, dot: 2.5)

  /// - Parameter label: what the ring says, such as "best"; only the text alternative names it.
  public init(x: some Quantity, y: some Quantity, label: String? = nil, paint: Paint = .ink) {
    (self.x, self.y, self.label, self.paint) = (x.asDouble, y.asDouble, label, paint)
  }

  public var data: MarkData { MarkData(x: [x], y: [y]) }
  public var key: LegendKey? { nil }
  public var chartKind: String? { nil }
  public var namePlace: NamePlace { .mark }

  public func draw(on canvas: any Canvas, in frame: Frame) {}

  /// Over everything, on the page's colour, with a dot at the place itself.
  public func annotate(on canvas: any Canvas, in frame: Frame) {
    guard let position = frame.position(x, y) else { return }
    canvas.fill(circleAt: position, radius: Self.radius.page, with: frame.palette.page)
    canvas.stroke(circleAt: position, radius: Self.radius.ring, with: Stroke(frame.color, width: 2))
    canvas.fill(circleAt: position, radius: Self.radius.dot, with: frame.color)
  }

  public func textAlternative(x: Axis, y: Axis) -> String? {
    guard self.x.isPlottable, self.y.isPlottable else { return nil }
    return "A ring marks \(y.spoken(self.y)) at \(x.place(self.x))" + (label.map { " (\($0))." } ?? ".")
  }
}
