/// A bar for every category, from zero to its value. Several in one figure stand side by side.
public struct Bars: Mark {
  /// Which way bars grow.
  public enum Direction: Sendable { case vertical, horizontal }

  public let label: String?
  public let paint: Paint?
  let categories: [String]
  let values: [Double]
  let direction: Direction
  let annotation: NumberFormat?
  public let problem: PlottingError?

  /// Part of a category's room that its bars fill.
  private static let fill = 0.76
  /// Room beyond the longest bar, as part of the axis: without and with numbers there.
  private static let room = (plain: 0.05, above: 0.09, beside: 0.16)

  /// - Parameters:
  ///   - categories: a name for each bar.
  ///   - values: as many values.
  ///   - label: name in the legend.
  ///   - direction: horizontal bars leave more room for long names.
  ///   - annotation: how the value at each bar's end is written; nil writes none.
  public init(
    _ categories: [String], _ values: some Sequence<some Quantity>, label: String? = nil, paint: Paint? = nil,
    direction: Direction = .vertical, annotation: NumberFormat? = nil
  ) {
    let values = values.map(\.asDouble)
    self.label = label
    self.paint = paint
    self.categories = categories
    self.values = values
    self.direction = direction
    self.annotation = annotation
    problem = Self.check(categories, values, subject("Bars", label))
  }

  private static func check(_ categories: [String], _ values: [Double], _ subject: String) -> PlottingError? {
    if categories.count != values.count {
      return PlottingError(
        subject, problem: "have \(categories.count) categories and \(values.count) values", expected: "as many of each")
    }
    return categories.isEmpty ? PlottingError(subject, problem: "have no values", expected: "at least one") : nil
  }

  public var data: MarkData {
    let isHorizontal = direction == .horizontal
    return MarkData(
      x: isHorizontal ? values + [0] : [], y: isHorizontal ? [] : values + [0], categories: categories,
      isHorizontal: isHorizontal, xMargin: annotation == nil ? Self.room.plain : Self.room.beside,
      yMargin: annotation == nil ? Self.room.plain : Self.room.above, standsOnZero: true)
  }
  public var key: LegendKey? { .box }
  public var chartKind: String? { "Bar chart" }

  public func draw(on canvas: any Canvas, in frame: Frame) {
    for (index, value) in values.enumerated() {
      guard let bar = bar(index, value, frame) else { continue }
      canvas.clipped(to: frame.plot) { canvas.fill(bar, with: frame.color) }
    }
  }

  public func annotate(on canvas: any Canvas, in frame: Frame) {
    guard let annotation else { return }
    for (index, value) in values.enumerated() {
      guard let bar = bar(index, value, frame) else { continue }
      write(annotation.text(value), value < 0, bar, canvas, frame)
    }
  }

  /// The box of one bar. Horizontal ones run from the top down: the first category lies at y = 0, the next at -1.
  private func bar(_ index: Int, _ value: Double, _ frame: Frame) -> Box? {
    let width = Self.fill / Double(frame.group.count)
    let low = Double(index) - Self.fill / 2 + width * Double(frame.group.index)
    let (start, end) = (base(frame), value)
    let isHorizontal = direction == .horizontal
    guard let a = isHorizontal ? frame.position(start, -low) : frame.position(low, start),
      let b = isHorizontal ? frame.position(end, -low - width) : frame.position(low + width, end)
    else { return nil }
    let box = Box(from: a, to: b)
    let gap = frame.group.count > 1 ? 0.5 : 0
    return isHorizontal
      ? Box(x: box.x, y: box.y + gap, width: box.width, height: max(box.height - 2 * gap, 0.5))
      : Box(x: box.x + gap, y: box.y, width: max(box.width - 2 * gap, 0.5), height: box.height)
  }

  /// Where bars start: at zero, or at the end of an axis that has no zero.
  private func base(_ frame: Frame) -> Double {
    (direction == .horizontal ? frame.x : frame.y).domain.clamping(0)
  }

  /// Writes a value beyond the end of its bar, or inside of it where there is no room beyond.
  private func write(_ text: String, _ isNegative: Bool, _ bar: Box, _ canvas: any Canvas, _ frame: Frame) {
    let room = direction == .horizontal ? frame.plot.width : bar.width + 8
    let block = TextBlock(text, font: .small, width: room, measuring: canvas)
    guard let line = block.lines.first else { return }
    let beyond = placed(line, block.font, isNegative, bar, outside: true, frame)
    let inside = placed(line, block.font, isNegative, bar, outside: false, frame)
    if frame.plot.inset(by: -6).contains(beyond.bounds(width: block.width)) {
      canvas.draw(beyond)
    } else if bar.contains(inside.bounds(width: block.width), tolerance: 1) {
      canvas.draw(inside)
    }
  }

  /// A value at the end of its bar, on either side of the end.
  private func placed(
    _ line: String, _ font: Font, _ isNegative: Bool, _ bar: Box, outside: Bool, _ frame: Frame
  ) -> PlacedText {
    let color = outside ? frame.palette.mutedInk : frame.color.readableInk
    let halo = outside ? frame.palette.page : nil
    let growsOn = isNegative != outside
    if direction == .horizontal {
      let end = isNegative ? bar.x : bar.maxX
      return PlacedText(
        line, at: Position(growsOn ? end + 4 : end - 4, bar.midY), font: font, color: color,
        horizontal: growsOn ? .leading : .trailing, vertical: .middle, halo: halo)
    }
    let end = isNegative ? bar.maxY : bar.y
    return PlacedText(
      line, at: Position(bar.midX, growsOn ? end - 2 : end + 2), font: font, color: color, horizontal: .center,
      vertical: growsOn ? .bottom : .top, halo: halo)
  }

  public func textAlternative(x: Axis, y: Axis) -> String? {
    let axis = direction == .horizontal ? x : y
    let bars = zip(categories, values).filter { $0.1.isPlottable }
    let name = label.map { "“\($0)”: " } ?? ""
    guard let best = bars.max(by: { $0.1 < $1.1 }), let least = bars.min(by: { $0.1 < $1.1 }) else {
      return "\(name)no bars."
    }
    guard bars.count > 6 else {
      return name + bars.map { "\($0.0) \(axis.spoken($0.1))" }.joined(separator: ", ") + "."
    }
    return "\(name)\(bars.count) bars, the highest \(best.0) with \(axis.spoken(best.1)),"
      + " the lowest \(least.0) with \(axis.spoken(least.1))."
  }
}
