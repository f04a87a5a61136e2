/// Names of series with a sample of how each is drawn, in as many rows as they need.
struct Legend: Equatable {
  struct Entry: Hashable {
    let name: String
    let key: LegendKey
    let paint: Paint
    let pattern: Stroke.Pattern
  }

  private struct Placed: Equatable {
    let entry: Entry
    let name: TextBlock
    let x: Double
    let row: Int
  }

  private let placed: [Placed]
  let height: Double

  private static let keyWidth = 20.0
  private static let gap = (afterKey: 6.0, afterName: 18.0)
  private static let rowHeight = Font.label.lineHeight + 2

  init(_ entries: [Entry], width: Double, measuring measure: any TextMeasuring) {
    var placed: [Placed] = []
    var (x, row) = (0.0, 0)
    for entry in entries {
      let room = width - Self.keyWidth - Self.gap.afterKey
      let name = TextBlock(entry.name, font: .label, width: room, measuring: measure)
      let needed = Self.keyWidth + Self.gap.afterKey + name.width
      if x > 0, x + needed > width { (x, row) = (0, row + 1) }
      placed.append(Placed(entry: entry, name: name, x: x, row: row))
      x += needed + Self.gap.afterName
    }
    self.placed = placed
    height = placed.isEmpty ? 0 : Double(row + 1) * Self.rowHeight
  }

  func draw(on canvas: any Canvas, at origin: Position, palette: Palette) {
    for item in placed {
      let top = origin.y + Double(item.row) * Self.rowHeight
      let key = Box(x: origin.x + item.x, y: top, width: Self.keyWidth, height: Font.label.lineHeight)
      draw(item.entry, in: key, on: canvas, palette)
      canvas.draw(item.name, at: Position(key.maxX + Self.gap.afterKey, top), color: palette.ink)
    }
  }

  private func draw(_ entry: Entry, in box: Box, on canvas: any Canvas, _ palette: Palette) {
    let color = entry.paint.color(in: palette)
    let center = Position(box.midX, box.midY)
    switch entry.key {
    case .line:
      let ends = [Position(box.x, box.midY), Position(box.maxX, box.midY)]
      canvas.stroke(ends, with: Stroke(color, width: 2.5, pattern: entry.pattern))
    case .dot where entry.pattern == .solid:
      canvas.fill(circleAt: center, radius: 4, with: color)
    case .dot:
      canvas.stroke(circleAt: center, radius: 3.25, with: Stroke(color, width: 1.5))
    case .area:
      canvas.fill(Box(x: center.x - 7, y: center.y - 6, width: 14, height: 12), with: color.opacity(0.35))
    case .box:
      canvas.fill(Box(x: center.x - 6, y: center.y - 6, width: 12, height: 12), with: color)
    case .swatch:
      drawSwatch(
        Box(x: center.x - 8, y: center.y - 6, width: 16, height: 12), color, entry.pattern, on: canvas, palette)
    }
  }

  private func drawSwatch(
    _ box: Box, _ color: Color, _ pattern: Stroke.Pattern, on canvas: any Canvas, _ palette: Palette
  ) {
    let stripes = pattern == .solid ? [box] : [0.0, 6, 12].map { Box(x: box.x + $0, y: box.y, width: 4, height: 12) }
    for stripe in stripes { canvas.fill(stripe, with: color) }
    canvas.stroke(box, with: Stroke(palette.axis))
  }
}
