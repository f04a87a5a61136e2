import Messages

/// Text inside a block: emphasis, links, images, references, values.
extension ChapterWeaver {
  mutating func inlines(_ nodes: [MarkdownNode]) -> HTML {
    var html = HTML.empty
    for node in nodes { html += inline(node) }
    return html
  }

  private mutating func inline(_ node: MarkdownNode) -> HTML {
    switch node.kind {
    case .text(let text): HTML(escaping: text)
    case .softBreak: "\n"
    case .lineBreak: "<br>\n"
    case .code(let code): "<code>\(code)</code>"
    case .htmlInline(let markup): HTML(trusted: markup)
    case .emphasis: "<em>\(inlines(node.children))</em>"
    case .strong: "<strong>\(inlines(node.children))</strong>"
    case .link(let url, let title): link(node, url, title)
    case .image(let address, let title): image(node, address, title: title)
    case .crossReference(let identifier): crossReference(identifier, line: node.range.start.line)
    case .footnoteReference(_, let number, let occurrence): footnoteReference(number, occurrence)
    case .inlineExpression(let block, let index): value(block: block, index: index)
    case .math(let formula, let label): math(formula, label, line: node.range.start.line)
    default: blocks([node])
    }
  }

  /// A link to another chapter's file leads to its page. Schemes that run code lead nowhere.
  private mutating func link(_ node: MarkdownNode, _ url: String, _ title: String) -> HTML {
    let text = inlines(node.children)
    guard let address = Self.safe(url) else { return text }
    return "<a href=\"\(Self.pageAddress(address))\"\(attribute: "title", title.isEmpty ? nil : title)>\(text)</a>"
  }

  private static func safe(_ url: String) -> String? {
    let scheme = url.lowercased().filter { !$0.isWhitespace }
    return ["javascript:", "vbscript:", "data:"].contains { scheme.hasPrefix($0) } ? nil : url
  }

  private static func pageAddress(_ address: String) -> String {
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0].hasSuffix(".md"), !address.contains(":") else { return address }
    let page = parts[0].split(separator: "/").last.map { $0.dropLast(3) + ".html" } ?? ""
    return page + (parts.count > 1 ? "#" + parts[1] : "")
  }

  mutating func image(_ node: MarkdownNode, _ address: String, title: String) -> HTML {
    do {
      let found = try AuthorImage(address: address, chapterPath: chapter.path, bookFolder: bookFolder)
      let loading = images.isEmpty ? nil : "lazy"
      images.insert(found.image)
      return """
        <img src="images/\(found.image.name)" alt="\(node.plainText)"\(attribute: "title", title.isEmpty ? nil : title)\
        \(attribute: "width", found.size.map { String($0.width) })\
        \(attribute: "height", found.size.map { String($0.height) })\(attribute: "loading", loading)>
        """
    } catch {
      let reason = error as? BookError
      report(reason?.message ?? "\(error)", line: node.range.start.line, hint: reason?.hint)
      return .empty
    }
  }

  private mutating func crossReference(_ identifier: String, line: Int) -> HTML {
    guard let name = numbering.name(of: identifier) else {
      report("there is nothing labelled '\(identifier)'", line: line)
      return .empty
    }
    return "<a href=\"#\(identifier)\">\(name)</a>"
  }

  /// A display scrolls sideways where it is wide; one with a label has a number.
  private mutating func math(_ formula: Formula, _ label: String?, line: Int) -> HTML {
    guard let markup = formulae[formula].map({ HTML(trusted: $0) }) else {
      report("the formula ‘\(formula.tex)’ was not converted", line: line)
      return .empty
    }
    guard formula.isDisplay else { return markup }
    let number = identifierPrefix.isEmpty ? label.flatMap { numbering.formula($0) } : nil
    let name = number.map { "Equation \($0)" } ?? "Formula"
    let shown: HTML = number.map { "<span class=\"number\">(\($0))</span>" } ?? .empty
    return """
      <span class="formula"\(attribute: "id", number == nil ? nil : label)>\
      <span class="scroll" tabindex="0" role="group" aria-label="\(name)">\(markup)</span>\(shown)</span>
      """
  }

  private func footnoteReference(_ number: Int?, _ occurrence: Int) -> HTML {
    guard let number else { return .empty }
    return """
      <sup><a id="_\(identifierPrefix)fnref-\(number)-\(occurrence)" href="#_\(identifierPrefix)fn-\(number)" \
      role="doc-noteref" aria-label="Footnote \(number)">\(number)</a></sup>
      """
  }

  private func value(block: String, index: Int) -> HTML {
    inlineValue(block: block, index: index).map { HTML(escaping: $0) }
      ?? "<span class=\"missing\">[not computed]</span>"
  }

  private func inlineValue(block: String, index: Int) -> String? {
    for case .inline(let values) in results[block]?.outputs ?? [] where values.indices.contains(index) {
      return NumberText.written(values[index])
    }
    return nil
  }

  /// The text as a reader sees it, without markup: for the contents and for labels.
  func plainText(_ node: MarkdownNode) -> String {
    switch node.kind {
    case .inlineExpression(let block, let index): inlineValue(block: block, index: index) ?? "…"
    case .crossReference(let identifier): numbering.name(of: identifier) ?? ""
    case .footnoteReference, .htmlInline: ""
    case .text, .code, .softBreak, .lineBreak, .math: node.plainText
    default: node.children.map { plainText($0) }.joined()
    }
  }
}
