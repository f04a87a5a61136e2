/// Draws a figure whose layout is known.
struct FigureDrawing {
  let figure: Figure
  let layout: FigureLayout
  let palette: Palette

  func draw(on canvas: any Canvas) {
    drawTitles(on: canvas)
    drawGrid(on: canvas)
    drawMarks(on: canvas)
    drawBaseline(on: canvas)
    drawAnnotations(on: canvas)
    drawLabels(on: canvas)
    drawNames(on: canvas)
  }

  /// From the top: title, legend, name of the y axis; at the bottom the name of the x axis.
  private func drawTitles(on canvas: any Canvas) {
    var position = Position(FigureLayout.edge, FigureLayout.edge)
    canvas.draw(layout.title, at: position, color: palette.ink)
    if !layout.title.isEmpty { position.y += layout.title.height + FigureLayout.titleGap }
    layout.legend.draw(on: canvas, at: position, palette: palette)
    if layout.legend.height > 0 { position.y += layout.legend.height + FigureLayout.titleGap }
    canvas.draw(layout.yTitle, at: position, color: palette.mutedInk)
    let bottom = Double(figure.size.height) - FigureLayout.edge - layout.xTitle.height
    canvas.draw(layout.xTitle, at: Position(xTitleCenter, bottom), color: palette.mutedInk, horizontal: .center)
  }

  /// Below the middle of the plot, unless the title would leave the figure.
  private var xTitleCenter: Double {
    let half = layout.xTitle.width / 2 + FigureLayout.edge
    return min(max(layout.plot.midX, half), Double(figure.size.width) - half)
  }

  private func drawGrid(on canvas: any Canvas) {
    let stroke = Stroke(palette.grid)
    for y in (layout.yLabels?.labels ?? []).compactMap({ layout.y($0.value) }) {
      canvas.stroke([Position(layout.plot.x, crisp(y)), Position(layout.plot.maxX, crisp(y))], with: stroke)
    }
    guard layout.yLabels == nil || isScatter else { return }
    for x in (layout.xLabels?.labels ?? []).compactMap({ layout.x($0.value) }) {
      canvas.stroke([Position(crisp(x), layout.plot.y), Position(crisp(x), layout.plot.maxY)], with: stroke)
    }
  }

  private var isScatter: Bool { figure.marks.contains { $0.chartKind == "Scatter plot" } }

  /// Pixel centres of the image, which has two pixels a CSS pixel: a line of one CSS pixel covers whole pixels.
  private func crisp(_ value: Double) -> Double { value.rounded() }

  private func drawMarks(on canvas: any Canvas) {
    canvas.clipped(to: marksBox) {
      for series in figure.series { series.mark.draw(on: canvas, in: frame(of: series)) }
    }
  }

  private func drawAnnotations(on canvas: any Canvas) {
    for series in figure.series { series.mark.annotate(on: canvas, in: frame(of: series)) }
  }

  /// Marks stay inside of the plot, with room for half a dot where the axes follow the data.
  private var marksBox: Box {
    let dot = 5.0
    var box = layout.plot
    if figure.x.range == nil { (box.x, box.width) = (box.x - dot, box.width + 2 * dot) }
    if figure.y.range == nil { (box.y, box.height) = (box.y - dot, box.height + 2 * dot) }
    return box
  }

  private func frame(of series: Figure.Series) -> Frame {
    Frame(
      plot: layout.plot, x: layout.x, y: layout.y, color: series.paint.color(in: palette), pattern: series.pattern,
      palette: palette, hasName: layout.endLabels?.series.contains { $0.number == series.number } ?? false,
      group: series.group)
  }

  /// The line that values stand on, with a tick for every number below it.
  private func drawBaseline(on canvas: any Canvas) {
    let stroke = Stroke(palette.axis)
    let plot = layout.plot
    guard layout.yLabels != nil else {
      let zero = crisp(layout.x(layout.x.domain.clamping(0)) ?? plot.x)
      canvas.stroke([Position(zero, plot.y), Position(zero, plot.maxY)], with: stroke)
      return
    }
    let zero = layout.xCategories == nil ? plot.maxY : layout.y(layout.y.domain.clamping(0)) ?? plot.maxY
    canvas.stroke([Position(plot.x, crisp(zero)), Position(plot.maxX, crisp(zero))], with: stroke)
    for x in (layout.xLabels?.labels ?? []).compactMap({ layout.x($0.value) }) {
      canvas.stroke([Position(crisp(x), plot.maxY), Position(crisp(x), plot.maxY + 4)], with: stroke)
    }
  }

  private func drawLabels(on canvas: any Canvas) {
    let top = layout.plot.maxY + FigureLayout.labelGap
    if let labels = layout.xLabels {
      for label in labels.labels {
        guard let x = layout.x(label.value) else { continue }
        draw(label.text, at: Position(x, top), labels.font, .center, .top, on: canvas)
      }
    }
    let centers = figure.marks.lazy.map(\.data.categories).first { !$0.isEmpty }?.indices.map(Double.init) ?? []
    layout.xCategories?.draw(
      on: canvas, centers: centers.compactMap { layout.x($0) }, top: top, color: palette.mutedInk)
    drawLabelsBeside(on: canvas)
  }

  private func drawLabelsBeside(on canvas: any Canvas) {
    let x = layout.plot.x - FigureLayout.labelGap
    if let labels = layout.yLabels {
      for label in labels.labels {
        guard let y = layout.y(label.value) else { continue }
        draw(label.text, at: Position(x, y), labels.font, .trailing, .middle, on: canvas)
      }
    }
    for (index, name) in layout.yCategories.enumerated() {
      guard let y = layout.y(-Double(index)) else { continue }
      canvas.draw(
        name, at: Position(x, y - name.height / 2), color: palette.mutedInk, horizontal: .trailing)
    }
  }

  private func draw(
    _ text: String, at position: Position, _ font: Font, _ horizontal: PlacedText.Horizontal,
    _ vertical: PlacedText.Vertical, on canvas: any Canvas
  ) {
    canvas.draw(
      PlacedText(
        text, at: position, font: font, color: palette.mutedInk, horizontal: horizontal, vertical: vertical))
  }

  private func drawNames(on canvas: any Canvas) {
    layout.endLabels?.draw(
      on: canvas, end: { $0.mark.labelAnchor(in: frame(of: $0)) }, plot: layout.plot, palette: palette)
  }
}
