/// Draws a heatmap whose layout is known.
struct HeatmapDrawing {
  let heatmap: Heatmap
  let matrix: Matrix
  let layout: HeatmapLayout
  let colors: HeatmapColors
  let palette: Palette

  func draw(on canvas: any Canvas) {
    drawTitles(on: canvas)
    drawCells(on: canvas)
    drawNames(on: canvas)
    drawBar(on: canvas)
  }

  private func drawTitles(on canvas: any Canvas) {
    var position = Position(HeatmapLayout.edge, HeatmapLayout.edge)
    canvas.draw(layout.title, at: position, color: palette.ink)
    if !layout.title.isEmpty { position.y += layout.title.height + HeatmapLayout.gap }
    canvas.draw(layout.yTitle, at: position, color: palette.mutedInk)
    let bottom = Double(layout.size.height) - HeatmapLayout.edge - layout.xTitle.height
    let half = layout.xTitle.width / 2 + HeatmapLayout.edge
    let center = min(max(layout.cells.midX, half), Double(layout.size.width) - half)
    canvas.draw(layout.xTitle, at: Position(center, bottom), color: palette.mutedInk, horizontal: .center)
  }

  private func drawCells(on canvas: any Canvas) {
    let shares = heatmap.showsShares ? matrix.shares.rows : matrix.rows
    for (row, values) in matrix.rows.enumerated() {
      for (column, value) in values.enumerated() {
        let box = layout.box(row: row, column: column)
        let color = colors.color(shares[row][column], row: row, column: column)
        canvas.fill(box.inset(by: 0.5), with: color)
        let text = heatmap.text(value, row: row, column: column)
        let share = heatmap.shareText(shares[row][column], row: row, column: column)
        write(text, share, in: box, color.readableInk, on: canvas)
      }
    }
  }

  /// The number in the middle of its cell, or above its share.
  private func write(_ text: String, _ share: String, in box: Box, _ color: Color, on canvas: any Canvas) {
    guard let font = layout.cell.numbers else { return }
    let below = layout.cell.shares
    let apart = below == nil || share.isEmpty ? 0 : font.lineHeight / 2
    func draw(_ text: String, _ font: Font, _ y: Double) {
      canvas.draw(
        PlacedText(
          text, at: Position(box.midX, y), font: font, color: color, horizontal: .center, vertical: .middle))
    }
    draw(text, font, box.midY - apart)
    if let below, !share.isEmpty { draw(share, below, box.midY + apart) }
  }

  private func drawNames(on canvas: any Canvas) {
    for (row, name) in layout.rowNames.enumerated() {
      let box = layout.box(row: row, column: 0)
      let top = box.midY - name.height / 2
      canvas.draw(
        name, at: Position(box.x - HeatmapLayout.gap, top), color: palette.mutedInk, horizontal: .trailing)
    }
    layout.columnNames.draw(
      on: canvas, centers: layout.columnCenters(heatmap.columns.count), top: layout.cells.maxY + 4,
      color: palette.mutedInk)
  }

  private func drawBar(on canvas: any Canvas) {
    guard let bar = layout.bar else { return }
    ColorBar(colormap: colors.colormap, bounds: colors.bounds, format: heatmap.format)
      .draw(in: bar, on: canvas, color: palette.mutedInk)
  }
}
