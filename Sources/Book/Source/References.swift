/// Finds `@fig-x`, `@tbl-x`, `@sec-x`, `@eq-x` and `[^label]` in the text of prose.
///
/// Code is no text, so nothing is found in it; nor in the text of links and images. An `@` behind a letter or digit
/// belongs to an e-mail address. References behind a backslash are told apart later, see `InlineLocator`.
enum References {
  static func find(in node: MarkdownNode) -> MarkdownNode {
    switch node.kind {
    case .link, .image: return node
    default: break
    }
    var node = node
    node.children = node.children.flatMap { child -> [MarkdownNode] in
      if case .text(let text) = child.kind { split(text, child.range) } else { [find(in: child)] }
    }
    return node
  }

  private static func split(_ text: String, _ range: SourceRange) -> [MarkdownNode] {
    guard text.contains(where: { $0 == "@" || $0 == "^" }) else { return [MarkdownNode(.text(text), range: range)] }
    var kinds: [MarkdownNode.Kind] = []
    var start = text.startIndex
    for (kind, match) in matches(in: text) {
      if start < match.lowerBound { kinds.append(.text(String(text[start..<match.lowerBound]))) }
      kinds.append(kind)
      start = match.upperBound
    }
    if start < text.endIndex { kinds.append(.text(String(text[start...]))) }
    return kinds.map { MarkdownNode($0, range: range) }
  }

  private static func matches(in text: String) -> [(kind: MarkdownNode.Kind, range: Range<String.Index>)] {
    let pattern = /@((?:fig|tbl|sec|eq)-[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)|\[\^([^\]\s\[\^]+)\]/
    return text.matches(of: pattern).compactMap { match in
      if let identifier = match.1 {
        let isAddress = text[..<match.range.lowerBound].last.map { $0.isLetter || $0.isNumber || "._%+-".contains($0) }
        return isAddress == true ? nil : (.crossReference(identifier: String(identifier)), match.range)
      }
      let label = plainPunctuation(match.2.map(String.init) ?? "")
      return (.footnoteReference(label: label, number: nil, occurrence: 0), match.range)
    }
  }

  /// Undoes typography, which libcmark also applies to labels.
  private static func plainPunctuation(_ text: String) -> String {
    let plain: [Character: String] = ["“": "\"", "”": "\"", "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."]
    return text.map { plain[$0] ?? String($0) }.joined()
  }
}
