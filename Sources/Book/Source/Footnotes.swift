/// Footnotes: `[^label]` in prose, and `[^label]: text` where a block may begin.
///
/// As in GitHub's Markdown a definition may interrupt a paragraph, goes on over lines that are indented by four
/// columns, and may hold any block. These are the rules of a list item, so a definition is rewritten into one:
/// `[^label]: text` becomes `+   text`.

extension RewrittenSource {
  /// Label and remaining text of a line (without its container prefix) that may begin a footnote.
  static func footnote(_ text: Substring) -> (label: String, rest: Substring)? {
    guard text.hasPrefix("[^"), let match = text.prefixMatch(of: /\[\^([^\]\s\[\^]+)\]:[ \t]*/) else { return nil }
    return (String(match.1), text[match.range.upperBound...])
  }

  mutating func rewriteFootnotes(_ candidates: Set<Int>) {
    lines = lines.map { line in
      guard candidates.contains(line.origin), line.role == .original else { return line }
      let prefix = ContainerPrefix(of: line.text).text
      guard let (label, rest) = Self.footnote(line.text.dropFirst(prefix.count)) else { return line }
      let marker = prefix + "+   "
      let restColumn = line.text.utf8.count - rest.utf8.count + 1
      let shift = RewrittenLine.Shift(column: marker.utf8.count + 1, shift: restColumn - marker.utf8.count - 1)
      return RewrittenLine(
        text: marker + rest, origin: line.origin, role: .footnote(label: label), shifts: [shift])
    }
  }

  /// Splits lists into real items and footnotes.
  func foldFootnotes(_ siblings: [MarkdownNode]) -> [MarkdownNode] {
    siblings.flatMap { node -> [MarkdownNode] in
      guard case .list = node.kind, node.children.contains(where: { footnoteLabel($0) != nil }) else { return [node] }
      return split(node)
    }
  }

  private func split(_ list: MarkdownNode) -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    for item in list.children {
      if let label = footnoteLabel(item) {
        let kind = MarkdownNode.Kind.footnoteDefinition(label: label, number: nil)
        result.append(MarkdownNode(kind, range: item.range, children: item.children))
      } else if let last = result.indices.last, result[last].kind == list.kind {
        result[last].children.append(item)
        result[last].range.end = item.range.end
      } else {
        result.append(MarkdownNode(list.kind, range: item.range, children: [item]))
      }
    }
    return result
  }

  private func footnoteLabel(_ item: MarkdownNode) -> String? {
    guard case .footnote(let label) = role(ofLine: item.range.start.line) else { return nil }
    return isRewrittenFootnote(item) ? label : nil
  }

  /// The item is the one made of its line's footnote, not one around or inside it.
  func isRewrittenFootnote(_ item: MarkdownNode) -> Bool {
    guard item.kind == .item, case .footnote = role(ofLine: item.range.start.line) else { return false }
    let line = lines[item.range.start.line - 1]
    return item.range.start.column == (line.shifts.first?.column ?? 0) - 4
  }
}

/// Numbers footnotes in the order in which they are first referred to, and moves their definitions to the end.
struct FootnoteNumbering {
  private var numbers: [String: Int] = [:]
  private var occurrences: [String: Int] = [:]
  private var definitions: [MarkdownNode] = []
  private let defined: Set<String>

  static func number(_ document: MarkdownNode) -> MarkdownNode {
    var numbering = FootnoteNumbering(document)
    var result = numbering.withoutDefinitions(document)
    result = numbering.numberReferences(result)
    result.children += numbering.orderedDefinitions()
    return result
  }

  private init(_ document: MarkdownNode) {
    defined = Set(
      document.allNodes.compactMap { node in
        if case .footnoteDefinition(let label, _) = node.kind { label } else { nil }
      })
  }

  private mutating func withoutDefinitions(_ node: MarkdownNode) -> MarkdownNode {
    var node = node
    var children: [MarkdownNode] = []
    for child in node.children {
      let child = withoutDefinitions(child)
      if case .footnoteDefinition = child.kind { definitions.append(child) } else { children.append(child) }
    }
    node.children = children
    return node
  }

  private mutating func numberReferences(_ node: MarkdownNode) -> MarkdownNode {
    var node = node
    if case .footnoteReference(let label, _, _) = node.kind { node.kind = reference(to: label) }
    if case .codeBlock(let info, let listing) = node.kind { node.kind = .codeBlock(info: info, numbered(listing)) }
    if case .runBlock(let label, let listing) = node.kind { node.kind = .runBlock(label: label, numbered(listing)) }
    node.children = node.children.map { numberReferences($0) }
    return node
  }

  private mutating func numbered(_ listing: CodeListing) -> CodeListing {
    var listing = listing
    for index in listing.annotations.indices {
      listing.annotations[index].content = listing.annotations[index].content.map { numberReferences($0) }
    }
    return listing
  }

  private mutating func reference(to label: String) -> MarkdownNode.Kind {
    occurrences[label, default: 0] += 1
    if defined.contains(label), numbers[label] == nil { numbers[label] = numbers.count + 1 }
    return .footnoteReference(label: label, number: numbers[label], occurrence: occurrences[label, default: 1])
  }

  /// The definitions by number, each with the references in its own text numbered. Those never referred to, and
  /// those whose label has a definition already, come last and have no number.
  private mutating func orderedDefinitions() -> [MarkdownNode] {
    var result: [MarkdownNode] = []
    var left = definitions
    for number in 1... {
      guard let label = numbers.first(where: { $0.value == number })?.key,
        let index = left.firstIndex(where: { $0.footnoteLabel == label })
      else { break }
      var node = numberReferences(left.remove(at: index))
      node.kind = .footnoteDefinition(label: label, number: number)
      result.append(node)
    }
    return result + left.map { numberReferences($0) }
  }
}

extension MarkdownNode {
  fileprivate var footnoteLabel: String? {
    if case .footnoteDefinition(let label, _) = kind { label } else { nil }
  }
}
