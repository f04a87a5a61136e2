/// Ties `// <n>` at the end of lines of code to item `n.` of the list right below the code.
///
/// The markers leave the listing and the list leaves the page's text: both become the listing's annotations.
enum CodeAnnotations {
  static func attach(in node: MarkdownNode) -> MarkdownNode {
    var node = node
    var children: [MarkdownNode] = []
    var rest = node.children[...]
    while let child = rest.popFirst() {
      guard let listing = child.listing, let markers = Markers(in: listing) else {
        children.append(attach(in: child))
        continue
      }
      let items = rest.first?.orderedItems
      if items != nil { rest.removeFirst() }
      children.append(child.withListing(markers.listing(listing, items: items ?? [])))
    }
    node.children = children
    return node
  }
}

/// The markers of a listing.
private struct Markers {
  var code: [String] = []
  /// The marked lines, from 1, by number.
  var lines: [Int: [Int]] = [:]

  init?(in listing: CodeListing) {
    for (index, line) in listing.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard line.contains("<"), let match = line.firstMatch(of: /\s*\/\/\s*<([0-9]{1,4})>\s*$/),
        let number = Int(match.1)
      else {
        code.append(String(line))
        continue
      }
      code.append(String(line[..<match.range.lowerBound]))
      lines[number, default: []].append(index + 1)
    }
    if lines.isEmpty { return nil }
  }

  func listing(_ listing: CodeListing, items: [(number: Int, content: [MarkdownNode])]) -> CodeListing {
    let contents = Dictionary(items.map { ($0.number, $0.content) }) { first, _ in first }
    let annotations = Set(lines.keys).union(contents.keys).sorted().map { number in
      CodeAnnotation(number: number, lines: lines[number] ?? [], content: contents[number] ?? [])
    }
    return CodeListing(code: code.joined(separator: "\n"), line: listing.line, annotations: annotations)
  }
}

extension MarkdownNode {
  /// The code of a code block or run-block.
  var listing: CodeListing? {
    switch kind {
    case .codeBlock(_, let listing), .runBlock(_, let listing): listing
    default: nil
    }
  }

  fileprivate func withListing(_ listing: CodeListing) -> MarkdownNode {
    var node = self
    switch kind {
    case .codeBlock(let info, _): node.kind = .codeBlock(info: info, listing)
    case .runBlock(let label, _): node.kind = .runBlock(label: label, listing)
    default: break
    }
    return node
  }

  fileprivate var orderedItems: [(number: Int, content: [MarkdownNode])]? {
    guard case .list(let list) = kind, list.isOrdered else { return nil }
    return children.enumerated().map { (list.start + $0, CodeAnnotations.attach(in: $1).children) }
  }
}
