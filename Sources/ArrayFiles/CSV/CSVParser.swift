/// Cuts the text of a table into records of fields, by RFC 4180.
///
/// Fields are separated by a comma, records by a line feed with or without a carriage return before it. A field in double quotes may
/// hold separators, line ends and quotes, which are doubled. Empty lines are passed over, and a byte order mark at the begin.
struct CSVParser {
  /// A field and where it begins.
  struct Field: Equatable {
    var text: String
    /// From 1; a quoted field may go over several lines.
    let line: Int
    /// From 1, in fields.
    let column: Int
  }

  private let bytes: [UInt8]
  private let file: String
  private let separator: UInt8
  private var place = 0
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  init(_ bytes: [UInt8], file: String, separator: UInt8) {
    (self.bytes, self.file, self.separator) = (bytes, file, separator)
    if bytes.starts(with: Self.byteOrderMark) { place = Self.byteOrderMark.count }
  }

  /// The next record that is not empty; nil at the end.
  mutating func next() throws(ArrayFileError) -> [Field]? {
    while place < bytes.count {
      if endLine() { continue }
      return try record()
    }
    return nil
  }

  private mutating func record() throws(ArrayFileError) -> [Field] {
    var fields: [Field] = []
    while true {
      fields.append(try field(column: fields.count + 1))
      if place == bytes.count || endLine() { return fields }
      place += 1
    }
  }

  /// Passes over the end of a line, if there is one here.
  private mutating func endLine() -> Bool {
    let isPair = bytes[place] == Self.carriageReturn && place + 1 < bytes.count && bytes[place + 1] == Self.lineFeed
    guard isPair || bytes[place] == Self.lineFeed else { return false }
    place += isPair ? 2 : 1
    line += 1
    return true
  }

  private mutating func field(column: Int) throws(ArrayFileError) -> Field {
    let start = line
    let content =
      place < bytes.count && bytes[place] == Self.quote ? try quoted(column) : try plain(column)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw problem(start, column, "the text is not UTF-8", hint: "save the table as UTF-8")
    }
    return Field(text: text, line: start, column: column)
  }

  /// A field without quotes: up to the next separator or the end of the line.
  private mutating func plain(_ column: Int) throws(ArrayFileError) -> ArraySlice<UInt8> {
    let start = place
    while place < bytes.count, bytes[place] != separator, !isLineEnd {
      guard bytes[place] != Self.quote else {
        throw problem(line, column, "a quote stands within a field that has no quotes round it", hint: Self.quoteHint)
      }
      place += 1
    }
    return bytes[start..<place]
  }

  private var isLineEnd: Bool {
    bytes[place] == Self.lineFeed
      || bytes[place] == Self.carriageReturn && place + 1 < bytes.count && bytes[place + 1] == Self.lineFeed
  }

  private static let quoteHint = "put the field into quotes, and double the quotes in it"

  /// A field in quotes; the place is then behind the last of them.
  private mutating func quoted(_ column: Int) throws(ArrayFileError) -> ArraySlice<UInt8> {
    let (startLine, start) = (line, place)
    var content: [UInt8] = []
    place += 1
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte != Self.quote {
        if byte == Self.lineFeed { line += 1 }
        content.append(byte)
      } else if place < bytes.count, bytes[place] == Self.quote {
        content.append(byte)
        place += 1
      } else {
        guard place == bytes.count || bytes[place] == separator || isLineEnd else {
          throw problem(line, column, "text stands behind the quote that ends the field", hint: Self.quoteHint)
        }
        return content[...]
      }
    }
    place = start
    throw problem(startLine, column, "the quote that begins the field is never closed", hint: Self.quoteHint)
  }

  private func problem(_ line: Int, _ column: Int, _ message: String, hint: String) -> ArrayFileError {
    ArrayFileError("\(file):\(line):\(column)", message, hint: hint)
  }
}
