public import Tensors

/// A table of columns with names, read from a CSV file by RFC 4180.
///
///     let prices = try CSV("prices.csv")
///     let inputs = try prices.tensor(["rooms", "age"])      // [rows, 2]
///     let towns = try prices.texts("town")
///
/// A column all of whose fields are numbers is one of numbers; an empty field among them is not a number (NaN). All others are texts.
public struct CSV: Sendable {
  /// The values of a column, a row each.
  public enum Column: Equatable, Sendable {
    case numbers([Double])
    case texts([String])
  }

  /// In the order of the file.
  public let columnNames: [String]
  public let rowCount: Int
  private let path: String
  private let fields: [String: [String]]
  /// The line on which each row begins.
  private let lines: [Int]

  /// Reads a table, compressed if its name ends in `.gz`.
  ///
  /// - Parameter hasHeader: whether the first record has the names of the columns; else they are called "1", "2" and so on.
  /// - Parameter separator: what stands between fields: an ASCII character such as `;` or a tab.
  /// - Throws: `ArrayFileError` with line and column if a record has more or fewer fields than the first, quotes are not closed, or
  ///   two columns have one name.
  public init(_ path: String, hasHeader: Bool = true, separator: Character = ",") throws(ArrayFileError) {
    try self.init(
      content: try ReadFile.decompressed(path), path: path, hasHeader: hasHeader, separator: separator)
  }

  /// Reads the content of a file.
  package init(
    content: [UInt8], path: String, hasHeader: Bool = true, separator: Character = ","
  ) throws(ArrayFileError) {
    guard let byte = separator.asciiValue, !separator.isNewline, separator != "\"" else {
      throw ArrayFileError(path, "\(separator.debugDescription) cannot separate fields", hint: "take , or ; or \\t")
    }
    var parser = CSVParser(content, file: path, separator: byte)
    guard let first = try parser.next() else { throw ArrayFileError(path, "the table is empty") }
    let names = hasHeader ? try Self.names(first, path) : first.map { "\($0.column)" }
    var texts = [[String]](repeating: [], count: names.count)
    var lines: [Int] = []
    var record = hasHeader ? try parser.next() : first
    while let fields = record {
      guard fields.count == names.count else { throw Self.wrongCount(fields, names, path) }
      for (index, field) in fields.enumerated() { texts[index].append(field.text) }
      lines.append(fields[0].line)
      record = try parser.next()
    }
    (columnNames, rowCount, self.path, self.lines) = (names, lines.count, path, lines)
    fields = Dictionary(uniqueKeysWithValues: zip(names, texts))
  }

  private static func names(_ fields: [CSVParser.Field], _ path: String) throws(ArrayFileError) -> [String] {
    var known: Set<String> = []
    for field in fields {
      let place = "\(path):\(field.line):\(field.column)"
      guard !field.text.isEmpty else {
        throw ArrayFileError(
          place, "the column has no name", hint: "read a table without names with `hasHeader: false`")
      }
      guard known.insert(field.text).inserted else {
        throw ArrayFileError(place, "two columns are called \(field.text.debugDescription)")
      }
    }
    return fields.map(\.text)
  }

  private static func wrongCount(_ fields: [CSVParser.Field], _ names: [String], _ path: String) -> ArrayFileError {
    ArrayFileError(
      "\(path):\(fields[0].line):\(min(fields.count, names.count) + 1)",
      "the row has \(fields.count) fields, and the first has \(names.count)",
      hint: "a field with a separator in it needs quotes")
  }
}

// MARK: - Columns

extension CSV {
  /// The column of that name.
  /// - Throws: `ArrayFileError` that lists the names there are.
  public func column(_ name: String) throws(ArrayFileError) -> Column {
    let texts = try texts(name)
    let numbers = texts.compactMap(Self.number)
    let isNumeric = numbers.count == texts.count && !numbers.allSatisfy(\.isNaN)
    return isNumeric ? .numbers(numbers) : .texts(texts)
  }

  /// The fields of a column as they stand in the file.
  /// - Throws: `ArrayFileError` that lists the names there are.
  public func texts(_ name: String) throws(ArrayFileError) -> [String] {
    if let texts = fields[name] { return texts }
    throw ArrayFileError(
      path, "it has no column \(name.debugDescription)", hint: "it has: " + columnNames.joined(separator: ", "))
  }

  /// The numbers of a column; NaN where a field is empty.
  /// - Throws: `ArrayFileError` with line and column of the first field that is no number.
  public func numbers(_ name: String) throws(ArrayFileError) -> [Double] {
    var numbers: [Double] = []
    for (row, text) in try texts(name).enumerated() {
      guard let number = Self.number(text) else { throw notNumber(text, row, name) }
      numbers.append(number)
    }
    return numbers
  }

  private func notNumber(_ text: String, _ row: Int, _ name: String) -> ArrayFileError {
    let column = (columnNames.firstIndex(of: name) ?? 0) + 1
    return ArrayFileError(
      "\(path):\(lines[row]):\(column)", "\(text.debugDescription) is not a number",
      hint: "the column \(name.debugDescription) can be read with `texts`")
  }

  /// Columns of numbers side by side: [rows, columns].
  /// - Parameter names: the columns to take; nil takes all.
  /// - Throws: `ArrayFileError` with line and column of the first field that is no number.
  public func tensor(_ names: [String]? = nil) throws(ArrayFileError) -> Tensor<Float> {
    var columns: [[Double]] = []
    for name in names ?? columnNames { columns.append(try numbers(name)) }
    return Tensor([rowCount, columns.count], (0..<rowCount).flatMap { row in columns.map { Float($0[row]) } })
  }

  /// The number that a field says, blanks round it aside; NaN for an empty one, nil for a text.
  private static func number(_ field: String) -> Double? {
    let digits = field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    return digits.isEmpty ? .nan : Double(String(digits))
  }
}
