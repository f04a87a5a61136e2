/// A table drawn with lines, as Keras prints it.
struct TextTable {
  struct Column {
    let header: String
    /// Characters, spaces at both ends included; a column grows where a cell is longer.
    var width: Int
    /// Numbers are aligned to the right.
    var isNumber = false
  }

  let rows: [[String]]
  private let columns: [Column]

  init(columns: [Column], rows: [[String]]) {
    self.rows = rows
    self.columns = columns.enumerated().map { index, column in
      var column = column
      column.width = ([column.header] + rows.map { $0[index] }).map { $0.count + 2 }.reduce(column.width, max)
      return column
    }
  }

  var text: String {
    var lines = [rule("┏", "━", "┳", "┓"), line(columns.map(\.header), "┃"), rule("┡", "━", "╇", "┩")]
    for (index, row) in rows.enumerated() {
      if index > 0 { lines.append(rule("├", "─", "┼", "┤")) }
      lines.append(line(row, "│"))
    }
    lines.append(rule("└", "─", "┴", "┘"))
    return lines.joined(separator: "\n")
  }

  private func rule(_ left: String, _ dash: String, _ cross: String, _ right: String) -> String {
    left + columns.map { String(repeating: dash, count: $0.width) }.joined(separator: cross) + right
  }

  private func line(_ cells: [String], _ bar: String) -> String {
    let padded = zip(columns, cells).map { column, cell in
      let space = String(repeating: " ", count: column.width - cell.count - 2)
      return column.isNumber ? " \(space)\(cell) " : " \(cell)\(space) "
    }
    return bar + padded.joined(separator: bar) + bar
  }
}
