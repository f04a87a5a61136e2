/// Gives every heading an identifier that is unique in its chapter.
///
/// `## Title {#sec-x}` names it; the other headings are named after their text as on GitHub: lower case, punctuation
/// left out, hyphens for spaces, and `-1`, `-2`, … for a text that comes again.
struct HeadingIdentifiers {
  private(set) var errors: [BookError] = []
  /// The identifiers in use, and the lines that gave them.
  private var taken: [String: Int]

  /// - Parameter taken: labels of blocks, which are identifiers of the page too, with their lines.
  init(taken: [String: Int]) { self.taken = taken }

  mutating func assign(in document: MarkdownNode) -> MarkdownNode {
    let named = assignGiven(in: document)
    return assignAutomatic(in: named)
  }

  // MARK: Identifiers given by the author

  private mutating func assignGiven(in node: MarkdownNode) -> MarkdownNode {
    var node = node
    if case .heading(let level, _) = node.kind, let identifier = takeIdentifier(from: &node) {
      node.kind = .heading(level: level, identifier: accept(identifier, at: node) ? identifier : "")
      return node
    }
    node.children = node.children.map { assignGiven(in: $0) }
    return node
  }

  /// Removes `{#identifier}` from the end of a heading's text.
  private func takeIdentifier(from heading: inout MarkdownNode) -> String? {
    guard let last = heading.children.last, case .text(let text) = last.kind,
      let match = text.firstMatch(of: /\s*\{#([^{}]*)\}\s*$/)
    else { return nil }
    let rest = String(text[..<match.range.lowerBound])
    heading.children[heading.children.count - 1].kind = .text(rest)
    if rest.isEmpty { heading.children.removeLast() }
    return String(match.1)
  }

  private mutating func accept(_ identifier: String, at heading: MarkdownNode) -> Bool {
    guard identifier.wholeMatch(of: /[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/) != nil else {
      let hint = "letters, digits and single hyphens, as in {#sec-data}"
      report("‘{#\(identifier)}’ is not an identifier", at: heading, hint: hint)
      return false
    }
    if let line = taken[identifier] {
      report("the identifier ‘\(identifier)’ is used twice; the first time in line \(line)", at: heading, hint: nil)
      return false
    }
    taken[identifier] = heading.range.start.line
    return true
  }

  private mutating func report(_ message: String, at heading: MarkdownNode, hint: String?) {
    let place = heading.range.start
    errors.append(BookError(message, line: place.line, column: place.column, hint: hint))
  }

  // MARK: Identifiers made of the text

  private mutating func assignAutomatic(in node: MarkdownNode) -> MarkdownNode {
    var node = node
    if case .heading(let level, "") = node.kind {
      node.kind = .heading(level: level, identifier: free(Self.slug(of: node.plainText), at: node))
    } else {
      node.children = node.children.map { assignAutomatic(in: $0) }
    }
    return node
  }

  static func slug(of text: String) -> String {
    let kept = text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0.isWhitespace }
    let slug = kept.split(whereSeparator: \.isWhitespace).joined(separator: "-")
    return slug.isEmpty ? "section" : slug
  }

  private mutating func free(_ slug: String, at heading: MarkdownNode) -> String {
    var identifier = slug
    var number = 0
    while taken[identifier] != nil {
      number += 1
      identifier = "\(slug)-\(number)"
    }
    taken[identifier] = heading.range.start.line
    return identifier
  }
}
