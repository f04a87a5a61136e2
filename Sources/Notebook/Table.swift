internal import Messages

/// Shows a table. A column of numbers is aligned to the right.
///
///     table(["layer", "parameters"], [["conv2d", 320], ["dense", 11_530]])
///
/// - Precondition: every row has as many cells as there are columns.
public func table(_ columns: [String], _ rows: [[any CustomStringConvertible]]) {
  for row in rows {
    precondition(row.count == columns.count, "a row has \(row.count) cells, and the table \(columns.count) columns")
  }
  let described = columns.enumerated().map { index, title in
    let isNumeric = !rows.isEmpty && rows.allSatisfy { $0[index] is any Numeric }
    return Table.Column(title, alignment: isNumeric ? .trailing : .leading)
  }
  Session.current.send(.table(Table(columns: described, rows: rows.map { $0.map(cellText) })))
}

/// The text of a cell: a number with as many digits as a reader wants.
private func cellText(_ value: any CustomStringConvertible) -> String {
  switch value {
  case let value as any BinaryFloatingPoint: value.readable
  default: value.description
  }
}
