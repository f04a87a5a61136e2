/// The `//|` lines at the head of a run-block, cut into names and values.
///
/// A value goes on over lines that are indented more than its name, as in YAML: `fig-cap: >-` and the text below, or
/// the text from the first line on. Its lines are joined by spaces. A line that begins with an option's name and a colon
/// is that option however it is indented.
struct OptionLines {
  struct Entry: Equatable {
    var name: String
    var namePosition: SourcePosition
    /// Without the quotation marks that YAML allows around it.
    var value: String
    var valuePosition: SourcePosition
  }

  private(set) var entries: [Entry] = []
  private(set) var errors: [BookError] = []
  /// How many lines of the block are options.
  let count: Int
  private let lines: [String]
  private let firstLine: Int
  private let columnOffsets: [Int]

  /// - Parameters:
  ///   - lines: the block's lines.
  ///   - firstLine: the file's line of the first of them.
  ///   - columnOffsets: how much further right each line stands in the file.
  init(_ lines: [String], firstLine: Int, columnOffsets: [Int]) {
    self.lines = lines
    self.firstLine = firstLine
    self.columnOffsets = columnOffsets
    count = lines.prefix { Self.text(of: $0) != nil }.count
    cut()
    for index in count..<lines.count { refuse(index) }
    for index in entries.indices { entries[index].value = Self.unquoted(entries[index].value) }
  }

  /// What stands behind `//|`; nil for a line of code.
  private static func text(of line: String) -> Substring? {
    let comment = line.drop { $0.isWhitespace }
    return comment.hasPrefix("//|") ? comment.dropFirst(3) : nil
  }

  private mutating func cut() {
    var indentation = Int.max
    for index in 0..<count {
      guard let text = Self.text(of: lines[index]) else { continue }
      let content = text.drop { $0.isWhitespace }
      let depth = text.count - content.count
      let name = BlockOptionsReader.Name(rawValue: String(content.prefix { $0 != ":" }))
      if name == nil, depth > indentation || (content.isEmpty && !entries.isEmpty) {
        extend(with: content, index)
      } else {
        indentation = depth
        begin(content, index)
      }
    }
  }

  private mutating func begin(_ content: Substring, _ index: Int) {
    guard let match = content.wholeMatch(of: /([^:\s]+)\s*:(?:\s+(.*?))?\s*/) else {
      report("an option is written ‘//| name: value’", at: position(index, content), hint: Self.hint(for: content))
      return
    }
    let value = match.2 ?? content[content.endIndex...]
    let isFolded = [">", ">-", "|", "|-"].contains(value)
    entries.append(
      Entry(
        name: String(match.1), namePosition: position(index, match.1), value: isFolded ? "" : String(value),
        valuePosition: position(index, value)))
  }

  /// Adds a further line to the last value.
  private mutating func extend(with content: Substring, _ index: Int) {
    guard let last = entries.indices.last else { return }
    let text = content.reversed().drop { $0.isWhitespace }.reversed()
    if entries[last].value.isEmpty {
      entries[last].valuePosition = position(index, content)
    } else if !text.isEmpty {
      entries[last].value += " "
    }
    entries[last].value += String(text)
  }

  private static func hint(for content: Substring) -> String? {
    let word = String(content.prefix { !$0.isWhitespace && $0 != "=" && $0 != ":" })
    let names = BlockOptionsReader.Name.allCases.map(\.rawValue)
    return NearestName.of(word, among: names).map { "as in ‘//| \($0): …’" }
  }

  private static func unquoted(_ value: String) -> String {
    for mark in ["\"", "'"] where value.count >= 2 && value.hasPrefix(mark) && value.hasSuffix(mark) {
      return String(value.dropFirst().dropLast())
    }
    return value
  }

  /// Code that looks like an option: below the first line of code, or with the comment mark of another language.
  private mutating func refuse(_ index: Int) {
    let text = lines[index].drop { $0.isWhitespace }
    if text.hasPrefix("//|") {
      report("an option stands below code", at: position(index, text), hint: "options come first in a block")
    } else if text.hasPrefix("#|") {
      report("an option is written ‘//| name: value’", at: position(index, text), hint: "write //| for #|")
    }
  }

  private func position(_ index: Int, _ part: Substring) -> SourcePosition {
    let column = lines[index][..<part.startIndex].count + 1
    let offset = columnOffsets.indices.contains(index) ? columnOffsets[index] : 0
    return SourcePosition(line: firstLine + index, column: max(1, column + offset))
  }

  private mutating func report(_ message: String, at place: SourcePosition, hint: String?) {
    errors.append(BookError(message, line: place.line, column: place.column, hint: hint))
  }
}
