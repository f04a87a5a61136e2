/// A table drawn with lines, as Keras prints it: the last column is aligned to the right.
struct TextTable {
  let header: [String]
  let rows: [[String]]
  /// Characters of each column, spaces at both ends included; a column grows where a cell is longer.
  private let widths: [Int]

  init(header: [String], rows: [[String]], widths: [Int]) {
    self.header = header
    self.rows = rows
    self.widths = widths.indices.map { column in
      ([header] + rows).map { $0[column].count + 2 }.reduce(widths[column], max)
    }
  }

  var text: String {
    var lines = [rule("┏", "━", "┳", "┓"), line(header, "┃"), rule("┡", "━", "╇", "┩")]
    for (index, row) in rows.enumerated() {
      if index > 0 { lines.append(rule("├", "─", "┼", "┤")) }
      lines.append(line(row, "│"))
    }
    lines.append(rule("└", "─", "┴", "┘"))
    return lines.joined(separator: "\n")
  }

  private func rule(_ left: String, _ dash: String, _ cross: String, _ right: String) -> String {
    left + widths.map { String(repeating: dash, count: $0) }.joined(separator: cross) + right
  }

  private func line(_ cells: [String], _ bar: String) -> String {
    let padded = cells.enumerated().map { column, cell in
      let space = String(repeating: " ", count: widths[column] - cell.count - 2)
      return column == cells.count - 1 ? " \(space)\(cell) " : " \(cell)\(space) "
    }
    return bar + padded.joined(separator: bar) + bar
  }
}
