/// Where the parts of a heatmap go.
struct HeatmapLayout {
  let title: TextBlock
  let yTitle: TextBlock
  let xTitle: TextBlock
  let rowNames: [TextBlock]
  let columnNames: CategoryLabels
  let cell: HeatmapCells
  /// The box of all cells.
  let cells: Box
  /// The colour bar, for cells without numbers.
  let bar: Box?
  let size: PixelSize

  static let edge = 2.0
  static let gap = 6.0
  /// Room right of the cells for the colour bar and its numbers.
  static let barRoom = (gap: 14.0, bar: 12.0, labels: 60.0)
  private static let fullWidth = 600.0
  private static let widestNames = 140.0

  init(of heatmap: Heatmap, _ matrix: Matrix, measuring measure: any TextMeasuring) {
    rowNames = heatmap.rows.map {
      TextBlock($0, font: .label, width: Self.widestNames, lineLimit: 2, measuring: measure)
    }
    let names = rowNames.map(\.width).max() ?? 0
    let left = (Self.edge + (names > 0 ? names + Self.gap : 0)).rounded(.up)
    cell = HeatmapCells(of: heatmap, matrix, room: Self.fullWidth - left - Self.edge, measuring: measure)
    let hasBar = cell.numbers == nil
    let barWidth = hasBar ? Self.barRoom.gap + Self.barRoom.bar + Self.barRoom.labels : 0
    let total = left + cell.width * Double(matrix.width) + barWidth + Self.edge
    func block(_ text: String, _ font: Font) -> TextBlock {
      TextBlock(text, font: font, width: total - 2 * Self.edge, lineLimit: 3, measuring: measure)
    }
    (title, yTitle, xTitle) = (
      block(heatmap.title, .title), block(heatmap.yTitle, .label), block(heatmap.xTitle, .label)
    )
    let top = Self.edge + [title, yTitle].filter { !$0.isEmpty }.map { $0.height + Self.gap }.reduce(0, +)
    let cells = Box(
      x: left, y: top.rounded(.up), width: cell.width * Double(matrix.width),
      height: cell.height * Double(matrix.height))
    self.cells = cells
    bar =
      hasBar ? Box(x: cells.maxX + Self.barRoom.gap, y: cells.y, width: Self.barRoom.bar, height: cells.height) : nil
    columnNames = CategoryLabels(
      heatmap.columns, centers: Self.centers(cells, heatmap.columns.count), band: cell.width, left: Self.edge,
      deepest: Self.widestNames, measuring: measure)
    let below = [columnNames.depth, xTitle.height].filter { $0 > 0 }.map { $0 + Self.gap }.reduce(0, +)
    size = PixelSize(holding: total, cells.maxY + max(below, hasBar ? Font.label.lineHeight / 2 : 0) + Self.edge)
  }

  private static func centers(_ cells: Box, _ count: Int) -> [Double] {
    (0..<count).map { cells.x + (Double($0) + 0.5) * cells.width / Double(count) }
  }

  /// Middles of the columns, of which there are `count`.
  func columnCenters(_ count: Int) -> [Double] { Self.centers(cells, count) }

  func box(row: Int, column: Int) -> Box {
    Box(
      x: cells.x + Double(column) * cell.width, y: cells.y + Double(row) * cell.height, width: cell.width,
      height: cell.height)
  }
}
