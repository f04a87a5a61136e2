/// Names at the ends of lines, moved apart where lines end close together.
package struct EndLabels {
  let series: [Figure.Series]
  private let blocks: [TextBlock]

  static let gap = 8.0
  /// Direct labels take at most this part of the figure; longer names go to the legend.
  static let widestFraction = 0.3
  private static let most = 6

  /// Nil if there are too many names, or they are too long, to stand beside the lines.
  init?(_ series: [Figure.Series], figure: PixelSize, measuring measure: any TextMeasuring) {
    let room = Double(figure.width) * Self.widestFraction
    let blocks = series.map { TextBlock($0.name, font: .label, width: room, measuring: measure) }
    let allFit = zip(series, blocks).allSatisfy { $1.lines == [$0.name] && $1.font == .label }
    guard !series.isEmpty, series.count <= Self.most, allFit else { return nil }
    guard Double(series.count) * Font.label.lineHeight < 0.5 * Double(figure.height) else { return nil }
    self.series = series
    self.blocks = blocks
  }

  var width: Double { (blocks.map(\.width).max() ?? 0) + Self.gap }

  /// Draws each name at the height of its line's end; a line without an end in the plot stays unnamed.
  func draw(on canvas: any Canvas, end: (Figure.Series) -> Position?, plot: Box, palette: Palette) {
    let ended = series.compactMap { series in end(series).map { (series: series, y: $0.y) } }
    let centers = Self.apart(ended.map(\.y), by: Font.label.lineHeight, within: plot)
    for (series, center) in zip(ended.map(\.series), centers) {
      canvas.draw(
        PlacedText(
          series.name, at: Position(plot.maxX + Self.gap, center), font: .label,
          color: series.paint.color(in: palette), vertical: .middle))
    }
  }

  /// Heights at least `distance` apart, in the order of the given ones and as near to them as they can be.
  package static func apart(_ heights: [Double], by distance: Double, within plot: Box) -> [Double] {
    let order = heights.indices.sorted { heights[$0] < heights[$1] }
    var result = heights.map { min(max($0, plot.y), plot.maxY) }
    for (above, below) in zip(order, order.dropFirst()) {
      result[below] = max(result[below], result[above] + distance)
    }
    var floor = plot.maxY
    for index in order.reversed() {
      result[index] = min(result[index], floor)
      floor = result[index] - distance
    }
    return result
  }
}
