/// Where the cells of a number grid go, and its caption.
struct NumberGridLayout {
  let cell: Double
  let numbers: Font
  let caption: TextBlock
  let cells: Box
  let size: PixelSize

  /// Room round the cells for the lines of frames.
  private static let edge = 2.5
  private static let cellSide = (least: 24.0, most: 64.0)

  init(of grid: NumberGrid, measuring measure: any TextMeasuring) throws {
    let matrix = try grid.matrix.get()
    let widest = matrix.values.map { measure.width(of: grid.text($0), font: .small) }.max() ?? 0
    let fitting = min(max((widest + 10).rounded(.up), Self.cellSide.least), Self.cellSide.most)
    cell = max(grid.cellSide ?? fitting, 4)
    let scale = min(1, (cell - 4) / max(widest, 1), cell / Font.small.lineHeight)
    numbers = Font(max(Font.small.size * scale, 1))
    let (width, height) = (cell * Double(matrix.width), cell * Double(matrix.height))
    let captionWidth = max(width, 80)
    caption = TextBlock(grid.caption, font: .small, width: captionWidth, lineLimit: 3, measuring: measure)
    let total = max(width, caption.width) + 2 * Self.edge
    cells = Box(x: ((total - width) / 2).rounded(), y: Self.edge, width: width, height: height)
    let below = caption.isEmpty ? 0 : caption.height + 4
    size = PixelSize(holding: total + 1, cells.maxY + below + Self.edge)
  }

  func box(rows: Range<Int>, columns: Range<Int>) -> Box {
    Box(
      x: cells.x + Double(columns.lowerBound) * cell, y: cells.y + Double(rows.lowerBound) * cell,
      width: Double(columns.count) * cell, height: Double(rows.count) * cell)
  }
}

extension NumberGrid {
  func text(_ value: Double) -> String { value.isFinite ? format.text(value) : "–" }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    let matrix = try matrix.get()
    let layout = try NumberGridLayout(of: self, measuring: canvas)
    let palette = theme.palette
    for (row, values) in matrix.rows.enumerated() {
      for (column, value) in values.enumerated() {
        let box = layout.box(rows: row..<row + 1, columns: column..<column + 1)
        draw(value, in: box, layout.numbers, color(value, matrix, palette), on: canvas, palette)
      }
    }
    for highlight in highlights {
      let box = layout.box(rows: highlight.rows, columns: highlight.columns)
      canvas.stroke(box, with: Stroke(palette.page, width: 5))
      canvas.stroke(box, with: Stroke(highlight.paint.color(in: palette), width: 3))
    }
    canvas.draw(
      layout.caption, at: Position(layout.cells.midX, layout.cells.maxY + 6), color: palette.mutedInk,
      horizontal: .center)
  }

  private func draw(
    _ value: Double, in box: Box, _ font: Font, _ color: Color?, on canvas: any Canvas, _ palette: Palette
  ) {
    if let color { canvas.fill(box, with: color) }
    canvas.stroke(box, with: Stroke(palette.axis.opacity(0.5), width: 0.5))
    canvas.draw(
      PlacedText(
        text(value), at: Position(box.midX, box.midY), font: font, color: color?.readableInk ?? palette.ink,
        horizontal: .center, vertical: .middle))
  }

  /// The colour below a number; nil for none.
  private func color(_ value: Double, _ matrix: Matrix, _ palette: Palette) -> Color? {
    guard value.isPlottable else { return nil }
    let found = range ?? (matrix.values.plottableRange() ?? 0...1).union(0...0)
    let colormap: Colormap
    switch coloring {
    case .none: return nil
    case .map(let chosen): colormap = chosen
    case .automatic: colormap = found.lowerBound < 0 ? palette.diverging : palette.sequential
    }
    let reach = max(found.lowerBound.magnitude, found.upperBound.magnitude)
    let bounds = colormap.isDiverging ? -reach...reach : found
    return colormap(bounds.length > 0 ? (value - bounds.lowerBound) / bounds.length : 0)
  }
}
