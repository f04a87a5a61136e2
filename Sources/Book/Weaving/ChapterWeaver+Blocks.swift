import Messages

/// Blocks of text: paragraphs, headings, lists, quotations, call-outs, footnotes.
extension ChapterWeaver {
  mutating func blocks(_ nodes: [MarkdownNode]) -> HTML {
    var html = HTML.empty
    for node in nodes { html += block(node) }
    return html
  }

  private mutating func block(_ node: MarkdownNode) -> HTML {
    switch node.kind {
    case .paragraph: paragraph(node)
    case .heading(let level, let identifier): heading(node, level, identifierPrefix + identifier)
    case .blockQuote: "<blockquote>\n\(blocks(node.children))</blockquote>\n"
    case .list(let list): self.list(node, list)
    case .item: "<li>\(blocks(node.children))</li>\n"
    case .thematicBreak: "<hr>\n"
    case .htmlBlock(let markup): HTML(trusted: markup)
    case .codeBlock(let info, let listing): shownCode(listing, info: info)
    case .runBlock(let label, let listing): cell(label: label, listing, line: node.range.start.line)
    case .table(let alignments): table(node, alignments)
    case .callout(let kind): callout(node, kind)
    case .footnoteDefinition: .empty
    default: inlines([node])
    }
  }

  /// An image alone in its paragraph is a figure, with its title as caption.
  private mutating func paragraph(_ node: MarkdownNode) -> HTML {
    if node.children.count == 1, case .image(let address, let title) = node.children[0].kind {
      let caption: HTML = title.isEmpty ? .empty : "<figcaption>\(title)</figcaption>"
      return "<figure>\(image(node.children[0], address, title: ""))\(caption)</figure>\n"
    }
    return "<p>\(inlines(node.children))</p>\n"
  }

  /// The text's headings stand below its title, and no level is left out: readers who hear the page find their way by
  /// its headings.
  private mutating func heading(_ node: MarkdownNode, _ level: Int, _ identifier: String) -> HTML {
    let level = min(max(2, level) + titleLevel - 1, outline + 1, 6)
    outline = level
    let title = plainText(node)
    if identifierPrefix.isEmpty {
      headings.append((level, ContentsEntry(identifier: identifier, title: title)))
    }
    let anchor: HTML = "<a class=\"anchor\" href=\"#\(identifier)\" aria-label=\"Link to “\(title)”\">#</a>"
    return "<h\(level) id=\"\(identifier)\">\(inlines(node.children))\(anchor)</h\(level)>\n"
  }

  private mutating func list(_ node: MarkdownNode, _ list: MarkdownList) -> HTML {
    var items = HTML.empty
    for item in node.children {
      items += "<li>\(list.isTight ? tightItem(item) : blocks(item.children))</li>\n"
    }
    guard list.isOrdered else { return "<ul>\n\(items)</ul>\n" }
    return "<ol\(attribute: "start", list.start == 1 ? nil : String(list.start))>\n\(items)</ol>\n"
  }

  /// The paragraphs of a tight list stand without `<p>`.
  private mutating func tightItem(_ item: MarkdownNode) -> HTML {
    var html = HTML.empty
    for child in item.children {
      if child.kind == .paragraph { html += inlines(child.children) } else { html += "\n" + block(child) }
    }
    return html
  }

  private mutating func callout(_ node: MarkdownNode, _ kind: CalloutKind) -> HTML {
    var body = node.children[...]
    var title = HTML(escaping: kind.rawValue.capitalized)
    if let first = body.first, first.kind == .calloutTitle {
      title = inlines(first.children)
      body = body.dropFirst()
    }
    return """
      <div class="callout \(kind.rawValue)" role="note">
      <p class="label">\(title)</p>
      \(blocks(Array(body)))</div>

      """
  }

  /// The definitions at the end of the page, each with a way back to every place that refers to it.
  var footnotes: HTML {
    mutating get {
      let items = footnoteItems(in: chapter.document)
      return items.isEmpty
        ? .empty
        : "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\(items)</ol>\n</section>\n"
    }
  }

  mutating func footnoteItems(in document: MarkdownNode) -> HTML {
    var items = HTML.empty
    for node in document.children {
      guard case .footnoteDefinition(let label, let number?) = node.kind else { continue }
      let back = (1...max(1, occurrences(of: label, in: document))).map { backLink(number, $0) }
      items += """
        <li id="_\(identifierPrefix)fn-\(number)">\(footnote(node.children, back.joined(separator: " ")))</li>

        """
    }
    return items
  }

  /// The way back stands at the end of the last paragraph.
  private mutating func footnote(_ content: [MarkdownNode], _ back: HTML) -> HTML {
    guard let last = content.last, last.kind == .paragraph else { return blocks(content) + back }
    return blocks(content.dropLast()) + "<p>\(inlines(last.children)) \(back)</p>\n"
  }

  private func backLink(_ number: Int, _ occurrence: Int) -> HTML {
    """
    <a href="#_\(identifierPrefix)fnref-\(number)-\(occurrence)" role="doc-backlink" \
    aria-label="Back to reference \(occurrence) of footnote \(number)">↩</a>
    """
  }

  private func occurrences(of label: String, in document: MarkdownNode) -> Int {
    document.allNodes.count { node in
      if case .footnoteReference(label, _, _) = node.kind { true } else { false }
    }
  }
}
