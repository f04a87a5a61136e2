internal import Messages

/// Shows a table. A column of numbers is aligned to the right, also where they are texts, such as `8,192`, `96.4 %` or `2.5 ×`; a
/// dash stands for a number that is not there.
///
///     table(["layer", "parameters"], [["conv2d", 320], ["dense", 11_530]])
///
/// - Precondition: every row has as many cells as there are columns.
public func table(_ columns: [String], _ rows: [[any CustomStringConvertible]]) {
  for row in rows {
    precondition(row.count == columns.count, "a row has \(row.count) cells, and the table \(columns.count) columns")
  }
  let described = columns.enumerated().map { index, title in
    let cells = rows.map { $0[index] }
    let isNumeric = cells.contains(where: isNumber) && cells.allSatisfy { isNumber($0) || $0.description == "–" }
    return Table.Column(title, alignment: isNumeric ? .trailing : .leading)
  }
  Session.current.send(.table(Table(columns: described, rows: rows.map { $0.map(cellText) })))
}

private func isNumber(_ value: any CustomStringConvertible) -> Bool {
  let number = /[-−+]?[0-9][0-9,]*(\.[0-9]+)?([ \u{A0}]?[%×])?/
  return value is any Numeric || value.description.wholeMatch(of: number) != nil
}

/// The text of a cell: a number with as many digits as a reader wants.
private func cellText(_ value: any CustomStringConvertible) -> String {
  switch value {
  case let value as any BinaryFloatingPoint: value.readable
  default: value.description
  }
}
