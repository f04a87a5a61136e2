import ArrayFiles
import FuzzDriver

/// Reads a table with either separator: columns or an `ArrayFileError`; anything else is a find.
fuzz { input in
  for separator in [",", ";"] as [Character] {
    guard let table = try? CSV(content: input, path: "fuzz.csv", separator: separator) else { continue }
    for name in table.columnNames { _ = try? table.column(name) }
    _ = try? table.tensor()
  }
}
