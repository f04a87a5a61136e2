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
    for (row, values) in matrix.rows.enumerated() {
      for (column, value) in values.enumerated() {
        let box = layout.box(row: row, column: column)
        let color = colors.color(value, row: row, column: column)
        canvas.fill(box.inset(by: 0.5), with: color)
        guard let font = layout.cell.numbers else { continue }
        let text = heatmap.text(value, row: row, column: column)
        canvas.draw(
          PlacedText(
            text, at: Position(box.midX, box.midY), font: font, color: color.readableInk, horizontal: .center,
            vertical: .middle))
      }
    }
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

  /// A bar with all colours and the numbers that they stand for.
  private func drawBar(on canvas: any Canvas) {
    guard let bar = layout.bar else { return }
    let steps = 128
    let raster = Raster(width: 1, height: steps) { row, _ in
      colors.colormap(1 - Double(row) / Double(steps - 1))
    }
    canvas.draw(raster, in: bar)
    let projection = Projection(.linear, domain: colors.bounds, from: bar.maxY, to: bar.y)
    let labels = AxisLabels(
      beside: projection, Axis(format: heatmap.format), wholeNumbers: false, widest: HeatmapLayout.barRoom.labels - 8,
      measuring: canvas)
    for label in labels.labels {
      guard let y = projection(label.value) else { continue }
      canvas.draw(
        PlacedText(
          label.text, at: Position(bar.maxX + 6, y), font: labels.font, color: palette.mutedInk, vertical: .middle))
    }
  }
}
