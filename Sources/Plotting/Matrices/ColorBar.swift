/// A bar with all colours of a map and the numbers that they stand for.
struct ColorBar {
  let colormap: Colormap
  /// Values of the first and the last colour.
  let bounds: ClosedRange<Double>
  let format: NumberFormat

  private static let steps = 128

  /// Draws the bar in `box`, the greatest value at the top, and the numbers right of it.
  func draw(in box: Box, on canvas: any Canvas, color: Color) {
    let raster = Raster(width: 1, height: Self.steps) { row, _ in
      colormap(1 - Double(row) / Double(Self.steps - 1))
    }
    canvas.draw(raster, in: box)
    let projection = Projection(.linear, domain: bounds, from: box.maxY, to: box.y)
    let labels = AxisLabels(
      beside: projection, Axis(format: format), wholeNumbers: false, widest: HeatmapLayout.barRoom.labels - 8,
      measuring: canvas)
    for label in labels.labels {
      guard let y = projection(label.value) else { continue }
      canvas.draw(
        PlacedText(label.text, at: Position(box.maxX + 6, y), font: labels.font, color: color, vertical: .middle))
    }
  }
}
