/// Several pictures in one, in rows from left to right.
public struct Panels: Drawable {
  private(set) var panels: [any Drawable]
  private(set) var columns: Int
  /// One legend for all panels.
  private let legendEntries: [Legend.Entry]
  /// Whether pictures of a row start at the same height; otherwise their middles do.
  private var alignsTops = false

  private static let gap = 24.0

  /// - Parameters:
  ///   - panels: what is shown; each keeps its own size.
  ///   - columns: how many stand side by side; nil puts all in one row.
  public init(_ panels: [any Drawable], columns: Int? = nil) {
    self.panels = panels
    self.columns = max(columns ?? panels.count, 1)
    legendEntries = []
  }

  /// Pictures below one legend, the tops of a row at one height.
  init(_ panels: [any Drawable], columns: Int, legend entries: [Legend.Entry]) {
    self.panels = panels
    self.columns = max(columns, 1)
    legendEntries = entries
    alignsTops = true
  }

  /// Figures side by side, each with the same part of `width`, below one legend where they share it.
  init(row figures: [Figure], width: Int, height: Int) {
    let gaps = Self.gap * Double(max(figures.count - 1, 0))
    let each = Int((Double(width) - gaps) / Double(max(figures.count, 1)))
    let entries = figures.map { $0.series.compactMap(\.legendEntry) }
    let areAlike = figures.count > 1 && Set(entries).count == 1 && entries.first?.isEmpty == false
    panels = figures.map { figure in
      var panel = figure
      panel.size = PixelSize(width: each, height: height)
      panel.showsNames = !areAlike
      return panel
    }
    columns = max(figures.count, 1)
    legendEntries = areAlike ? entries.first ?? [] : []
  }

  public var dependsOnTheme: Bool { panels.contains { $0.dependsOnTheme } || !legendEntries.isEmpty }

  public var size: PixelSize { layout(measuring: CairoCanvas.forMeasuring()).size }

  public func draw(on canvas: any Canvas, theme: Theme) throws {
    guard !panels.isEmpty else {
      throw PlottingError("Panels", problem: "are empty", expected: "at least one picture")
    }
    let layout = layout(measuring: canvas)
    layout.legend.draw(
      on: canvas, at: Position(FigureLayout.edge, FigureLayout.edge), palette: theme.palette)
    for (panel, position) in zip(panels, layout.positions) {
      try canvas.translated(to: position) { try panel.draw(on: canvas, theme: theme) }
    }
  }

  private func layout(measuring measure: any TextMeasuring) -> (size: PixelSize, legend: Legend, positions: [Position])
  {
    let sizes = panels.map(\.size)
    let rows = stride(from: 0, to: sizes.count, by: columns).map { sizes[$0..<min($0 + columns, sizes.count)] }
    let widths = rows.map { row in row.map { Double($0.width) }.reduce(0, +) + Self.gap * Double(row.count - 1) }
    let width = widths.max() ?? 1
    let legend = Legend(legendEntries, width: width - 2 * FigureLayout.edge, measuring: measure)
    var top = legend.height > 0 ? legend.height + 8 : 0
    var positions: [Position] = []
    for row in rows {
      let height = Double(row.map(\.height).max() ?? 0)
      var left = 0.0
      for size in row {
        let above = alignsTops ? 0 : ((height - Double(size.height)) / 2).rounded()
        positions.append(Position(left, top + above))
        left += Double(size.width) + Self.gap
      }
      top += height + Self.gap
    }
    return (PixelSize(holding: width, max(top - Self.gap, 1)), legend, positions)
  }

  /// As many columns as there is room for when they are made smaller by a quarter at most. Panels that have a row of their own take all
  /// the width.
  public func fitted(to width: Int) -> (any Drawable)? {
    var result = self
    while result.columns > 1 {
      if result.size.width * 3 / 4 <= width { return result }
      result.columns -= 1
    }
    result.panels = panels.map { $0.fitted(to: width) ?? $0 }
    return result
  }

  public var textAlternative: String? {
    let parts = panels.compactMap(\.textAlternative)
    guard !parts.isEmpty else { return nil }
    return parts.count == 1 ? parts.first : "\(panels.count) pictures. " + parts.joined(separator: " ")
  }
}
