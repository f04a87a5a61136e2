/// Call-outs: blocks between `::: note Title` and `:::`, in any container, one inside another.
///
/// A fence of colons is made a paragraph of its own by empty lines above and below it, in the same containers.
/// The paragraphs then stand among their siblings as brackets do.

/// A line of three or more colons, with or without a kind and a title.
struct CalloutFence: Equatable {
  /// The word after the colons; nil for a fence that closes.
  var name: String?
  /// How many characters of the line stand before the title.
  var titleOffset: Int

  /// Reads a line without its container prefix.
  init?(_ text: Substring) {
    let afterColons = text.drop { $0 == ":" }
    let colons = text.count - afterColons.count
    guard colons >= 3 else { return nil }
    let afterBlanks = afterColons.drop { $0.isWhitespace }
    let word = afterBlanks.prefix { !$0.isWhitespace }
    let title = afterBlanks.dropFirst(word.count).drop { $0.isWhitespace }
    name = word.isEmpty ? nil : String(word)
    titleOffset = text.count - title.count
  }
}

extension RewrittenSource {
  /// Puts an empty line above and below the call-out fences among the original lines.
  mutating func isolateCalloutFences(_ candidates: [Int: CalloutFence]) {
    lines = lines.flatMap { line -> [RewrittenLine] in
      guard let fence = candidates[line.origin], line.role == .original else { return [line] }
      let prefix = ContainerPrefix(of: line.text)
      let blank = RewrittenLine(text: prefix.continuation, origin: line.origin, role: .inserted)
      let fenced = RewrittenLine(text: line.text, origin: line.origin, role: .calloutFence(fence))
      return prefix.continuation == prefix.text ? [blank, fenced, blank] : [fenced, blank]
    }
  }
}

/// Folds the siblings between two fences into one node.
struct CalloutFolding {
  private struct Open {
    var fence: MarkdownNode
    var kind: CalloutKind
    var children: [MarkdownNode]
  }

  let source: RewrittenSource
  private(set) var errors: [BookError] = []
  private var open: [Open] = []
  private var result: [MarkdownNode] = []

  init(source: RewrittenSource) { self.source = source }

  mutating func fold(_ siblings: [MarkdownNode]) -> [MarkdownNode] {
    (open, result) = ([], [])
    for node in siblings {
      if node.kind == .paragraph, case .calloutFence(let fence) = source.role(ofLine: node.range.start.line) {
        visit(fence, node)
      } else {
        append(node)
      }
    }
    while let unclosed = open.last {
      report("the call-out opened here is never closed", at: unclosed.fence, hint: "end it with a line ‘:::’")
      close(at: siblings.last ?? unclosed.fence)
    }
    return result
  }

  private mutating func visit(_ fence: CalloutFence, _ node: MarkdownNode) {
    if let name = fence.name {
      open.append(Open(fence: node, kind: kind(named: name, at: node), children: title(fence, node)))
    } else if open.isEmpty {
      report("this ‘:::’ closes no call-out", at: node, hint: "a call-out opens with ‘::: note’")
    } else {
      close(at: node)
    }
  }

  private mutating func close(at end: MarkdownNode) {
    guard let callout = open.popLast() else { return }
    let range = SourceRange(start: callout.fence.range.start, end: end.range.end)
    append(MarkdownNode(.callout(callout.kind), range: range, children: callout.children))
  }

  private mutating func append(_ node: MarkdownNode) {
    if open.isEmpty { result.append(node) } else { open[open.count - 1].children.append(node) }
  }

  private mutating func kind(named name: String, at node: MarkdownNode) -> CalloutKind {
    if let kind = CalloutKind(rawValue: name) { return kind }
    let names = CalloutKind.allCases.map(\.rawValue)
    let nearest = NearestName.of(name, among: names).map { "did you mean ‘::: \($0)’? " } ?? ""
    report(
      "unknown kind of call-out ‘\(name)’", at: node, hint: nearest + "the kinds are \(names.joined(separator: ", "))")
    return .note
  }

  /// The title as a list of no or one node: the paragraph without colons and kind.
  private func title(_ fence: CalloutFence, _ node: MarkdownNode) -> [MarkdownNode] {
    guard let first = node.children.first, case .text(let text) = first.kind else { return [] }
    var children = node.children
    let rest = String(text.dropFirst(fence.titleOffset))
    if rest.isEmpty { children.removeFirst() } else { children[0].kind = .text(rest) }
    var range = node.range
    range.start.column += fence.titleOffset
    return children.isEmpty ? [] : [MarkdownNode(.calloutTitle, range: range, children: children)]
  }

  private mutating func report(_ message: String, at node: MarkdownNode, hint: String) {
    let place = source.range(node.range).start
    errors.append(BookError(message, line: place.line, column: place.column, hint: hint))
  }
}
