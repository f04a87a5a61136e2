/// The text of a paragraph or heading as libcmark reads its inlines: lines without the containers' prefixes and
/// without indentation, and for each byte the way back to its line and column.
struct LeafText {
  /// Where the text of a line begins: line and column of the rewritten source, both from 1, the column in bytes.
  struct Line {
    var line: Int
    var column: Int
    /// Index of the line's first byte in `bytes`.
    var offset: Int
  }

  private(set) var lines: [Line] = []
  private(set) var bytes: [UInt8] = []

  /// - Parameter quoteDepth: how many block quotations hold the leaf; a lazy line shows fewer `>`.
  init(_ leaf: MarkdownNode, in source: RewrittenSource, quoteDepth: Int) {
    let last = min(max(leaf.range.end.line, leaf.range.start.line), source.lines.count)
    guard leaf.range.start.line >= 1, leaf.range.start.line <= last else { return }
    for line in leaf.range.start.line...last {
      let text = Array(source.lines[line - 1].text.utf8)
      let start =
        line == leaf.range.start.line
        ? min(max(leaf.range.start.column - 1, 0), text.count)
        : Self.withoutContainers(text, quoteDepth: quoteDepth).startIndex
      lines.append(Line(line: line, column: start + 1, offset: bytes.count))
      bytes += text[start...] + [.newline]
    }
  }

  /// Line and byte column of the rewritten source for an index of `bytes`.
  func place(at offset: Int) -> (line: Int, byteColumn: Int) {
    guard let line = lines.last(where: { $0.offset <= offset }) ?? lines.first else { return (1, 1) }
    return (line.line, line.column + max(0, offset - line.offset))
  }

  /// A further line of a leaf: what stands behind its blanks and the marks of its quotations.
  static func withoutContainers(_ text: [UInt8], quoteDepth: Int) -> ArraySlice<UInt8> {
    var index = 0
    var quotes = quoteDepth
    while index < text.count, text[index].isBlank || (text[index] == .greaterThan && quotes > 0) {
      if text[index] == .greaterThan { quotes -= 1 }
      index += 1
    }
    return text[index...]
  }
}
