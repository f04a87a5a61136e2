/// A chapter's lines as they are given to libcmark, each with the way back to the file.
///
/// libcmark knows CommonMark alone. A construct of the book is rewritten, line by line, into one that libcmark
/// parses with all the rules of containers and inlines (a call-out's fence becomes a paragraph of its own, a footnote
/// a list item, a table's cell a heading, a formula code); afterwards the role of the line tells what the node really is.
struct RewrittenSource {
  var lines: [RewrittenLine]
  /// The lines of the file, whole.
  let original: [String]
  /// Line of the file that `original` begins with.
  let firstLine: Int
  /// Those that stand in `lines` as code.
  var formulae: [RewrittenFormula] = []

  init(original: [String], firstLine: Int) {
    self.original = original
    self.firstLine = firstLine
    lines = original.indices.map { RewrittenLine(text: original[$0], origin: $0) }
  }

  /// The role of a line, from 1 as libcmark counts.
  func role(ofLine line: Int) -> RewrittenLine.Role {
    lines.indices.contains(line - 1) ? lines[line - 1].role : .original
  }

  /// The place in the file for a line, from 1, and a column, from 1 in bytes, of the rewritten text.
  func position(line: Int, byteColumn: Int) -> SourcePosition {
    guard !lines.isEmpty else { return SourcePosition(line: max(1, firstLine - 1), column: 1) }
    let rewritten = lines[min(max(line, 1), lines.count) - 1]
    let bytes = original[rewritten.origin].utf8
    let offset = min(max(rewritten.originalColumn(byteColumn) - 1, 0), bytes.count)
    let index = bytes.index(bytes.startIndex, offsetBy: offset)
    let column = original[rewritten.origin][..<index].count + 1
    return SourcePosition(line: firstLine + rewritten.origin, column: column)
  }

  func range(_ range: SourceRange) -> SourceRange {
    SourceRange(
      start: position(line: range.start.line, byteColumn: range.start.column),
      end: position(line: range.end.line, byteColumn: range.end.column))
  }
}

/// One line of rewritten text.
struct RewrittenLine {
  enum Role: Equatable {
    case original
    /// An empty line that the file does not have.
    case inserted
    case calloutFence(CalloutFence)
    case footnote(label: String)
    case cell(table: Int, row: Int, column: Int)
  }

  /// From this column on, in bytes from 1, a column of the file is a column of the rewritten line plus `shift`.
  struct Shift: Equatable {
    var column: Int
    var shift: Int
  }

  var text: String
  /// Index of the line of the original text that this one comes from.
  var origin: Int
  var role = Role.original
  var shifts: [Shift] = []

  func originalColumn(_ column: Int) -> Int {
    column + (shifts.last { $0.column <= column }?.shift ?? 0)
  }

  /// Replaces bytes of the text. What stands before and behind keeps its place in the file.
  mutating func replace(_ range: Range<Int>, with replacement: String) {
    let bytes = Array(text.utf8)
    let growth = replacement.utf8.count - range.count
    let end = range.upperBound + 1
    let behind = Shift(column: end + growth, shift: originalColumn(end) - end - growth)
    let later = shifts.filter { $0.column > end }.map { Shift(column: $0.column + growth, shift: $0.shift - growth) }
    shifts = shifts.filter { $0.column <= range.lowerBound + 1 } + [behind] + later
    text = String(decoding: bytes[..<range.lowerBound] + replacement.utf8 + bytes[range.upperBound...], as: UTF8.self)
  }
}

/// What the containers around a line put before its own text: blanks, `>` and list markers.
struct ContainerPrefix {
  let bytes: [UInt8]

  init(of line: String) {
    let line = Array(line.utf8)
    var end = 0
    while let next = Self.end(ofContainerAt: end, in: line) { end = next }
    bytes = Array(line[..<end])
  }

  /// The first bytes of a line, as many as a block in it is indented.
  init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The prefix of a further line in the same containers: list markers become spaces.
  var continuation: String {
    String(
      decoding: bytes.map { $0 == .greaterThan || $0 == .tab ? $0 : .space }, as: UTF8.self)
  }

  /// Where the blank, `>` or list marker at an index ends; nil where the line's own text begins.
  private static func end(ofContainerAt index: Int, in line: [UInt8]) -> Int? {
    guard index < line.count else { return nil }
    if line[index].isBlank || line[index] == .greaterThan { return index + 1 }
    var marker = index
    if [.hyphen, .plus, .asterisk].contains(line[index]) {
      marker += 1
    } else {
      while marker < line.count, marker < index + 9, line[marker].isDigit { marker += 1 }
      guard marker > index, marker < line.count, [.period, .closingParenthesis].contains(line[marker]) else {
        return nil
      }
      marker += 1
    }
    return marker < line.count && line[marker].isBlank ? marker : nil
  }
}

/// The bytes that Markdown's syntax is made of.
extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  static let asterisk = UInt8(ascii: "*")
  static let backslash = UInt8(ascii: "\\")
  static let backtick = UInt8(ascii: "`")
  static let closingParenthesis = UInt8(ascii: ")")
  static let colon = UInt8(ascii: ":")
  static let greaterThan = UInt8(ascii: ">")
  static let hyphen = UInt8(ascii: "-")
  static let period = UInt8(ascii: ".")
  static let pipe = UInt8(ascii: "|")
  static let plus = UInt8(ascii: "+")
  static let tilde = UInt8(ascii: "~")

  var isBlank: Bool { self == .space || self == .tab }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
