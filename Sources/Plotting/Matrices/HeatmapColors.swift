/// The colours of a heatmap's cells.
struct HeatmapColors {
  private let values: ClosedRange<Double>
  private let mistakes: ClosedRange<Double>
  private let emphasis: Heatmap.Emphasis
  private let palette: Palette

  init(_ matrix: Matrix, _ emphasis: Heatmap.Emphasis, _ palette: Palette) {
    self.emphasis = emphasis
    self.palette = palette
    let cells = matrix.rows.enumerated().flatMap { row, values in
      values.enumerated().map { column, value in (isDiagonal: row == column, value: value) }
    }
    let others = cells.filter { !$0.isDiagonal }.map(\.value)
    mistakes = Self.fromZero(others)
    values = Self.fromZero(emphasis == .values ? cells.map(\.value) : cells.filter(\.isDiagonal).map(\.value))
  }

  /// The range of the values, which starts at zero unless some are negative.
  private static func fromZero(_ values: [Double]) -> ClosedRange<Double> {
    let range = (values.plottableRange() ?? 0...1).union(0...0)
    return range.length > 0 ? range : 0...1
  }

  /// Whether negative values need a map with zero in its middle.
  private var isDiverging: Bool { values.lowerBound < 0 && emphasis == .values }

  /// Values at the two ends of the colour bar.
  var bounds: ClosedRange<Double> {
    guard isDiverging else { return values }
    let reach = max(values.lowerBound.magnitude, values.upperBound.magnitude)
    return -reach...reach
  }

  var colormap: Colormap { isDiverging ? palette.diverging : palette.sequential }

  func color(_ value: Double, row: Int, column: Int) -> Color {
    guard value.isPlottable else { return palette.grid }
    if emphasis == .offDiagonal, row != column {
      return palette.mistakes((value - mistakes.lowerBound) / mistakes.length)
    }
    return colormap((value - bounds.lowerBound) / bounds.length)
  }
}
