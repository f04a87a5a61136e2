extension Heatmap {
  private struct Cell {
    let row: Int
    let column: Int
    let value: Double
  }

  /// How large the matrix is, and what stands out: for named rows equal to the columns the diagonal and the largest
  /// cells beside it, else the greatest and the least cell.
  public var textAlternative: String? {
    guard let matrix = try? matrix.get() else { return nil }
    let cells = matrix.rows.enumerated().flatMap { row, values in
      values.enumerated().map { column, value in Cell(row: row, column: column, value: value) }
    }
    let finite = cells.filter { $0.value.isPlottable }
    let gaps = cells.count - finite.count
    let rest = gaps > 0 ? " Not finite: \(Typography.counted(gaps, "value"))." : ""
    return opening(matrix) + (isConfusion(matrix) ? confusions(finite) : extremes(finite)) + rest
  }

  private func opening(_ matrix: Matrix) -> String {
    let name = title.isEmpty ? "Heatmap" : "Heatmap “\(title)”"
    let rows = Typography.counted(matrix.height, "row") + (yTitle.isEmpty ? "" : " (\(yTitle))")
    let columns = Typography.counted(matrix.width, "column") + (xTitle.isEmpty ? "" : " (\(xTitle))")
    return "\(name) of \(rows) and \(columns). "
  }

  private func isConfusion(_ matrix: Matrix) -> Bool {
    matrix.height == matrix.width && (emphasis == .offDiagonal || !rows.isEmpty && rows == columns)
  }

  private func confusions(_ cells: [Cell]) -> String {
    let isCount = cells.allSatisfy { $0.value >= 0 && $0.value == $0.value.rounded() }
    let total = cells.map(\.value).reduce(0, +)
    let diagonal = cells.filter { $0.row == $0.column }.map(\.value).reduce(0, +)
    let share =
      isCount && total > 0
      ? "On the diagonal \(format.spoken(diagonal)) of \(format.spoken(total)), \(NumberFormat.percent().spoken(diagonal / total)). "
      : ""
    let mistakes = cells.filter { $0.row != $0.column && $0.value > 0 }.sorted { $0.value > $1.value }.prefix(3)
    guard !mistakes.isEmpty else { return share + "Nothing beside the diagonal." }
    let list = mistakes.map { cell in
      "\(rowName(cell.row)) as \(columnName(cell.column)), \(format.spoken(cell.value))\(part(cell, of: cells))"
    }
    return share + "Largest beside the diagonal: \(list.joined(separator: "; "))."
  }

  /// " of 107, 6.5%", where the figure shows shares of rows.
  private func part(_ cell: Cell, of cells: [Cell]) -> String {
    let sum = cells.filter { $0.row == cell.row }.map(\.value).reduce(0, +)
    guard showsShares, sum > 0 else { return "" }
    return " of \(format.spoken(sum)), \(NumberFormat.percent().spoken(cell.value / sum))"
  }

  private func extremes(_ cells: [Cell]) -> String {
    guard let high = cells.max(by: { $0.value < $1.value }), let low = cells.min(by: { $0.value < $1.value }) else {
      return "No values."
    }
    func place(_ cell: Cell) -> String {
      "\(format.spoken(cell.value)) in row \(rowName(cell.row)), column \(columnName(cell.column))"
    }
    return "Greatest value \(place(high)); least \(place(low))."
  }

  private func rowName(_ row: Int) -> String { rows.isEmpty ? "\(row)" : rows[row] }
  private func columnName(_ column: Int) -> String { columns.isEmpty ? "\(column)" : columns[column] }
}
