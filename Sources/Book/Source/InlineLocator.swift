/// Finds where each inline of a paragraph, heading or cell stands.
///
/// libcmark 0.30 gives inlines a line and a column, but loses count after a hard break, an indented or lazy line, a
/// link over two lines and a reference definition above the text. So the text is walked beside the tree, in order:
///
/// 1. text is followed character by character, with what escapes, entities and typography made of them;
/// 2. a break goes on to the next line, so that no doubt outlives its line;
/// 3. code is found by its backticks and its content, which is exact.
///
/// Three decisions need the source and are taken here: a reference behind a backslash is text, code that begins with
/// `{swift}` is an expression, and code that stands for a formula is that.
struct InlineLocator {
  private let text: LeafText
  private let source: RewrittenSource
  /// Index of the first byte of `text` that no inline has claimed.
  private var cursor = 0
  /// Where the content of the code found last begins.
  private var codeContent = 0
  /// Code that begins with `{swift}`, in the order of the text.
  private(set) var expressions: [InlineExpression] = []

  /// Number of the first expression in the document; nil where code is never an expression.
  private let firstExpression: Int?

  /// How far text may lie behind the cursor: more than any closing delimiter, less than what would skip a line.
  private static let window = 60

  init(_ text: LeafText, in source: RewrittenSource, firstExpression: Int?) {
    self.text = text
    self.source = source
    self.firstExpression = firstExpression
  }

  /// The inlines with their places in the file.
  mutating func locate(_ inlines: [MarkdownNode]) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    for inline in inlines.map({ locate($0) }) {
      if case .text(let next) = inline.kind, let last = result.last, case .text(let text) = last.kind {
        result[result.count - 1].kind = .text(text + next)
        result[result.count - 1].range.end = inline.range.end
      } else {
        result.append(inline)
      }
    }
    return result
  }

  private mutating func locate(_ inline: MarkdownNode) -> MarkdownNode {
    var inline = inline
    let start: Int
    switch inline.kind {
    case .text(let literal): start = follow(literal)
    case .softBreak, .lineBreak: start = skip(past: "\n", within: .max)
    case .code(let literal): start = findCode(literal)
    case .htmlInline(let literal): start = skip(past: literal, within: .max)
    case .crossReference(let identifier): start = skip(past: "@" + identifier, within: .max)
    case .footnoteReference: start = skip(past: "[^", within: .max)
    default: start = openingDelimiter(of: inline.kind)
    }
    inline.children = locate(inline.children)
    close(inline.kind)
    inline.range = SourceRange(start: position(start), end: position(max(start, cursor - 1)))
    return decide(inline, start)
  }

  /// Takes the decisions that need the source.
  private mutating func decide(_ inline: MarkdownNode, _ start: Int) -> MarkdownNode {
    var inline = inline
    switch inline.kind {
    case .crossReference(let identifier) where isEscaped(start): inline.kind = .text("@" + identifier)
    case .footnoteReference(let label, _, _) where isEscaped(start): inline.kind = .text("[^\(label)]")
    case .code(let literal):
      if let found = source.formula(inCode: literal) {
        inline.kind = .math(found.formula, label: found.label)
        break
      }
      guard let firstExpression, let expression = InlineExpression.text(of: literal) else { break }
      let place = position(expressionStart())
      expressions.append(InlineExpression(expression: expression, line: place.line, column: place.column))
      inline.kind = .inlineExpression(block: "", index: firstExpression + expressions.count - 1)
    default: break
    }
    return inline
  }

  private func position(_ offset: Int) -> SourcePosition {
    let place = text.place(at: offset)
    return source.position(line: place.line, byteColumn: place.byteColumn)
  }

  private func isEscaped(_ offset: Int) -> Bool {
    text.bytes[..<offset].reversed().prefix { $0 == .backslash }.count % 2 == 1
  }

  // MARK: Text

  /// Moves behind the text and gives the index of its first byte.
  private mutating func follow(_ literal: String) -> Int {
    var start: Int?
    for character in literal.unicodeScalars {
      guard let found = find(Self.spellings(of: character), within: Self.window) else { continue }
      start = start ?? found.lowerBound
      cursor = found.upperBound
    }
    return start ?? cursor
  }

  /// What may stand in the source for a character, the likeliest first.
  private static func spellings(of character: Unicode.Scalar) -> [String] {
    switch character {
    case "“", "”": ["\"", String(character)]
    case "‘", "’": ["'", String(character)]
    case "–": ["--", "–"]
    case "—": ["---", "—"]
    case "…": ["...", "…"]
    default: [String(character)]
    }
  }

  /// The first place of any of the strings on the cursor's line, or beyond it where the window is wide.
  private func find(_ strings: [String], within window: Int) -> Range<Int>? {
    let bytes = text.bytes
    for start in cursor..<max(cursor, bytes.count) {
      for string in strings where bytes[start...].starts(with: string.utf8) {
        return start..<(start + string.utf8.count)
      }
      if start - cursor >= window || (bytes[start] == .newline && window != .max) { return nil }
    }
    return nil
  }

  private mutating func skip(past string: String, within window: Int) -> Int {
    guard let found = find([string], within: window) else { return cursor }
    cursor = found.upperBound
    return found.lowerBound
  }

  // MARK: Delimiters

  private mutating func openingDelimiter(of kind: MarkdownNode.Kind) -> Int {
    let delimiters =
      switch kind {
      case .emphasis: ["*", "_"]
      case .strong: ["**", "__"]
      case .image: ["!["]
      case .link: ["[", "<"]
      default: [""]
      }
    guard let found = find(delimiters, within: Self.window) else { return cursor }
    cursor = found.upperBound
    return found.lowerBound
  }

  /// Moves behind what closes an inline with children.
  private mutating func close(_ kind: MarkdownNode.Kind) {
    switch kind {
    case .emphasis: cursor = find(["*", "_"], within: 0)?.upperBound ?? cursor
    case .strong: cursor = find(["**", "__"], within: 0)?.upperBound ?? cursor
    case .link, .image: closeLink()
    case .footnoteReference: _ = skip(past: "]", within: Self.window)
    default: break
    }
  }

  private mutating func closeLink() {
    guard let end = find(["]", ">"], within: Self.window) else { return }
    cursor = end.upperBound
    guard cursor < text.bytes.count, text.bytes[end.lowerBound] != .greaterThan else { return }
    if text.bytes[cursor] == UInt8(ascii: "(") {
      skipDestination()
    } else if text.bytes[cursor] == UInt8(ascii: "[") {
      _ = skip(past: "]", within: Self.window)
    }
  }

  /// Moves behind the parenthesis that closes a link's destination and title.
  private mutating func skipDestination() {
    var depth = 0
    var index = cursor
    while index < text.bytes.count {
      switch text.bytes[index] {
      case .backslash: index += 1
      case UInt8(ascii: "("): depth += 1
      case .closingParenthesis: depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { break }
    }
    cursor = min(index, text.bytes.count)
  }

  // MARK: Code

  /// Moves behind the next code span with this content and gives the index of its first backtick.
  private mutating func findCode(_ literal: String) -> Int {
    var index = cursor
    while let opening = backticks(from: index) {
      if let closing = closingBackticks(for: opening),
        Self.content(of: text.bytes[opening.upperBound..<closing.lowerBound]) == Array(literal.utf8)
      {
        (cursor, codeContent) = (closing.upperBound, opening.upperBound)
        return opening.lowerBound
      }
      index = opening.upperBound
    }
    codeContent = cursor
    return cursor
  }

  private func backticks(from index: Int) -> Range<Int>? {
    guard index < text.bytes.count, let start = text.bytes[index...].firstIndex(of: .backtick) else { return nil }
    let end = text.bytes[start...].firstIndex { $0 != .backtick } ?? text.bytes.count
    return start..<end
  }

  private func closingBackticks(for opening: Range<Int>) -> Range<Int>? {
    var index = opening.upperBound
    while let closing = backticks(from: index) {
      if closing.count == opening.count { return closing }
      index = closing.upperBound
    }
    return nil
  }

  /// What CommonMark makes of the bytes between backticks: line ends become spaces, and one space at both ends goes.
  private static func content(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    let content = bytes.map { $0 == .newline ? .space : $0 }
    let isPadded = content.first == .space && content.last == .space && content.contains { $0 != .space }
    return isPadded ? Array(content.dropFirst().dropLast()) : content
  }

  /// Where the expression itself begins, in the code found last.
  private func expressionStart() -> Int {
    var index = codeContent
    func skipBlanks() {
      while index < text.bytes.count, text.bytes[index].isBlank || text.bytes[index] == .newline { index += 1 }
    }
    skipBlanks()
    index = min(index + InlineExpression.marker.utf8.count, text.bytes.count)
    skipBlanks()
    return index
  }
}

extension InlineExpression {
  static let marker = "{swift}"

  /// The expression in a code span's content, if it is one; empty if nothing stands behind the marker.
  static func text(of code: String) -> String? {
    guard code.hasPrefix(marker) else { return nil }
    let rest = code.dropFirst(marker.count)
    guard rest.first?.isWhitespace ?? true else { return nil }
    return String(rest.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
