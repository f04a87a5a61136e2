/// The line of backticks or tildes that opens a block of code.
struct Fence: Equatable {
  var character: UInt8
  var length: Int

  /// Reads the fence at the place where libcmark says that a code block begins; nil for indented code.
  init?(openingAt start: SourcePosition, in source: RewrittenSource) {
    guard source.lines.indices.contains(start.line - 1) else { return nil }
    let text = source.lines[start.line - 1].text.utf8.dropFirst(start.column - 1)
    guard let first = text.first, first == .backtick || first == .tilde else { return nil }
    character = first
    length = text.prefix { $0 == first }.count
    guard length >= 3 else { return nil }
  }

  /// A line, without its container prefix, that ends the block.
  func isClosed(by text: Substring) -> Bool {
    let run = text.utf8.prefix { $0 == character }
    return run.count >= length && text.utf8.dropFirst(run.count).allSatisfy { $0.isBlank }
  }

  /// An error for each fence in a document that ends with its container and not with a fence.
  ///
  /// CommonMark allows it, but an author never means it: the rest of the chapter would be code.
  static func unclosed(in document: MarkdownNode, _ source: RewrittenSource) -> [BookError] {
    document.children.flatMap { child -> [BookError] in
      guard case .codeBlock = child.kind, let fence = Fence(openingAt: child.range.start, in: source),
        !fence.ends(child, within: document, source)
      else { return unclosed(in: child, source) }
      let place = source.range(child.range).start
      let closing = String(repeating: fence.character == .backtick ? "`" : "~", count: fence.length)
      return [
        BookError(
          "the fence opened here is never closed", line: place.line, column: place.column,
          hint: "end the code with a line ‘\(closing)’, indented like its first line")
      ]
    }
  }

  /// Where a container ends without a closing fence, libcmark counts the line below it to the block.
  private func ends(_ block: MarkdownNode, within parent: MarkdownNode, _ source: RewrittenSource) -> Bool {
    let last = block.range.end.line
    guard last > block.range.start.line, last <= parent.range.end.line, source.lines.indices.contains(last - 1) else {
      return false
    }
    let text = source.lines[last - 1].text
    return isClosed(by: text.dropFirst(ContainerPrefix(of: text).text.count))
  }
}
