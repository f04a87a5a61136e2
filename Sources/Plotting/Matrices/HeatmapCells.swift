/// How large the cells of a heatmap are, and the numbers in them.
struct HeatmapCells {
  let width: Double
  let height: Double
  /// Font of the numbers; nil if the cells carry none.
  let numbers: Font?
  /// Font of the shares below the numbers; nil if the cells carry none.
  let shares: Font?

  private static let side = (least: 12.0, most: 44.0)
  /// A cell may be wider than it is high, for the sake of its number.
  private static let widest = 80.0
  /// Smaller numbers cannot be read on a telephone.
  private static let leastNumber = 8.0
  /// With fewer columns there is room for larger cells.
  private static let many = 6
  private static let padding = 10.0
  /// What shares are written as at most.
  private static let widestShare = "99.9%"

  /// Makes cells that fit `room` side by side, if that is possible at all.
  init(of heatmap: Heatmap, _ matrix: Matrix, room: Double, measuring measure: any TextMeasuring) {
    let texts = heatmap.annotated ? Self.texts(heatmap, matrix) : []
    let number = texts.map { measure.width(of: $0, font: .small) }.max() ?? 0
    let share = heatmap.showsShares ? measure.width(of: Self.widestShare, font: .small) : 0
    let most = heatmap.showsShares && matrix.width < Self.many ? Self.side.most + 20 : Self.side.most
    let wish = min(max(max(number, share) + Self.padding, most), Self.widest)
    width = max(min(wish, (room / Double(matrix.width)).rounded(.down)), Self.side.least)
    height = min(width, Self.side.most)
    numbers = heatmap.annotated ? Self.font(widest: number, width, height) : nil
    shares = heatmap.showsShares ? Self.font(widest: share, width, height / 2) : nil
  }

  private static func texts(_ heatmap: Heatmap, _ matrix: Matrix) -> [String] {
    matrix.rows.enumerated().flatMap { row, values in
      values.enumerated().map { column, value in heatmap.text(value, row: row, column: column) }
    }
  }

  /// The largest font in which every number fits its cell; nil if it would be too small to read.
  private static func font(widest: Double, _ width: Double, _ height: Double) -> Font? {
    let scale = min(1, (width - 4) / max(widest, 1), (height - 2) / Font.small.lineHeight)
    let size = Font.small.size * scale
    return size >= leastNumber ? Font(size) : nil
  }
}
