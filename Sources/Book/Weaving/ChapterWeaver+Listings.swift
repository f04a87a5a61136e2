import Messages

/// Code on the page: shown code, the code of run-blocks, and annotations.
extension ChapterWeaver {
  /// Code that is never run.
  mutating func shownCode(_ listing: CodeListing, info: String) -> HTML {
    listings += 1
    let language = info.split(separator: " ").first.map(String.init) ?? ""
    return "<div class=\"cell\">\n\(code(listing, language, "\(identifierPrefix)listing-\(listings)"))</div>\n"
  }

  /// The code of a run-block as its options want it: hidden, folded or shown.
  mutating func runCode(_ listing: CodeListing, label: String, _ options: BlockOptions) -> HTML {
    guard options.echo, !listing.code.isEmpty else { return .empty }
    let shown = code(listing, "swift", label)
    guard options.codeFold else { return shown }
    return """
      <details class="fold">
      <summary>\(options.codeSummary ?? "Code")</summary>
      \(shown)</details>

      """
  }

  private mutating func code(_ listing: CodeListing, _ language: String, _ identifier: String) -> HTML {
    let lines = language == "swift" ? SwiftHighlighter.lines(of: listing.code) : Self.plainLines(listing.code)
    let name = language.isEmpty ? "Code" : "\(language == "swift" ? "Swift" : language) code"
    return """
      <div class="code"><pre tabindex="0" role="group" aria-label="\(name)"><code>\
      \(marked(lines, listing.annotations, identifier))</code></pre></div>
      \(notes(listing.annotations, identifier))
      """
  }

  private static func plainLines(_ code: String) -> [HTML] {
    code.split(separator: "\n", omittingEmptySubsequences: false).map { HTML(escaping: String($0)) }
  }

  /// The lines joined, those with a marker wrapped so that pointing at them lights their note.
  private func marked(_ lines: [HTML], _ annotations: [CodeAnnotation], _ identifier: String) -> HTML {
    var html = HTML.empty
    for (index, line) in lines.enumerated() {
      let isLast = index == lines.count - 1
      if let annotation = annotations.first(where: { $0.lines.contains(index + 1) }) {
        let isFirst = annotation.lines.first == index + 1
        html += markedLine(line, annotation.number, identifier, isTarget: isFirst)
      } else {
        html += isLast ? line : line + "\n"
      }
    }
    return html
  }

  private func markedLine(_ line: HTML, _ number: Int, _ identifier: String, isTarget: Bool) -> HTML {
    """
    <span class="line"\(attribute: "id", isTarget ? "_\(identifier)-line-\(number)" : nil) data-note="\(number)">\(line) \
    <a class="dot" href="#_\(identifier)-note-\(number)" aria-label="Note \(number)">\(number)</a>
    </span>
    """
  }

  private mutating func notes(_ annotations: [CodeAnnotation], _ identifier: String) -> HTML {
    var items = HTML.empty
    for annotation in annotations {
      items += """
        <li id="_\(identifier)-note-\(annotation.number)" data-note="\(annotation.number)">\
        <a class="dot" href="#_\(identifier)-line-\(annotation.number)" aria-label="\(annotation.number), to the code">\
        \(annotation.number)</a>
        <div>\(noteText(annotation.content))</div></li>

        """
    }
    return items.isEmpty ? .empty : "<ol class=\"notes\">\n\(items)</ol>\n"
  }

  /// A note of one paragraph stands without `<p>`.
  private mutating func noteText(_ content: [MarkdownNode]) -> HTML {
    if content.count == 1, content[0].kind == .paragraph { return inlines(content[0].children) }
    return blocks(content)
  }
}
