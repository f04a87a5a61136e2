/// Parses a chapter's prose into its tree.
///
/// 1. Formulae on several lines, the fences of call-outs and the beginnings of footnotes are looked for line by line and
///    rewritten into CommonMark; those that libcmark then finds to be inside code or other text are taken back.
/// 2. Other formulae, and then tables, are looked for in the paragraphs and rewritten; libcmark parses the result once
///    more.
/// 3. Rewritten blocks are folded into the book's own kinds of block.
/// 4. References are split from text, inlines get their exact places, code that begins with `{swift}` becomes an
///    expression.
///
/// `parse` adds what needs no chapter: identifiers of headings, annotations of code, numbers of footnotes.
public struct MarkdownParser {
  /// The tree; run-blocks are still code blocks, expressions are numbered from 0 through the whole document.
  private(set) var document = MarkdownNode.emptyDocument
  private(set) var expressions: [InlineExpression] = []
  private(set) var errors: [BookError] = []
  private(set) var source: RewrittenSource
  private let hasExpressions: Bool

  /// Parses Markdown that a block printed: nothing in it is run, and mistakes are shown as they are.
  public static func parse(_ text: String) -> MarkdownNode {
    let parser = MarkdownParser(lines: TextLines.split(text), firstLine: 1, hasExpressions: false)
    var identifiers = HeadingIdentifiers(taken: [:])
    return FootnoteNumbering.number(identifiers.assign(in: CodeAnnotations.attach(in: parser.document)))
  }

  /// - Parameter firstLine: the line of the file that `lines` begin with.
  init(lines: [String], firstLine: Int, hasExpressions: Bool = true) {
    source = RewrittenSource(original: lines, firstLine: firstLine)
    self.hasExpressions = hasExpressions
    let tables = rewrite()
    document = source.restoringFormulae(in: CommonMark.parse(source.lines.map(\.text)))
    errors += Fence.unclosed(in: document, source)
    if let node = document.descendant(atDepth: CommonMark.maximumDepth) {
      errors.append(BookError("the text is nested too deeply", line: source.range(node.range).start.line))
    }
    document = fold(document, tables)
    document = locate(References.find(in: document), quoteDepth: 0)
  }

  // MARK: Rewriting

  private mutating func rewrite() -> [PipeTable] {
    let plain = source
    var fences: [Int: CalloutFence] = [:]
    var footnotes: Set<Int> = []
    for (index, line) in plain.original.enumerated() {
      let content = line.dropFirst(ContainerPrefix(of: line).text.count)
      if let fence = CalloutFence(content) { fences[index] = fence }
      if RewrittenSource.footnote(content) != nil { footnotes.insert(index) }
    }
    var noDisplays: Set<Int> = []
    while true {
      source = plain
      let displays = source.rewriteDisplays(excluding: noDisplays)
      source.isolateCalloutFences(fences)
      source.rewriteFootnotes(footnotes)
      let document = CommonMark.parse(source.lines.map(\.text))
      let wrong = displays.filter { !document.holds(source.formulae[$0.key]) }
      guard wrong.isEmpty else {
        noDisplays.formUnion(wrong.values)
        continue
      }
      let confirmed = confirmedLines(in: document)
      guard confirmed.isSuperset(of: footnotes.union(fences.keys)) else {
        fences = fences.filter { confirmed.contains($0.key) }
        footnotes.formIntersection(confirmed)
        continue
      }
      source.rewriteFormulae(in: document)
      let tables = source.tables(in: document, errors: &errors)
      source.rewriteTables(tables)
      return tables
    }
  }

  /// The original lines whose rewritten construct libcmark found where it was expected.
  private func confirmedLines(in document: MarkdownNode) -> Set<Int> {
    Set(
      document.allNodes.compactMap { node in
        let line = node.range.start.line
        guard source.lines.indices.contains(line - 1) else { return nil }
        switch (node.kind, source.role(ofLine: line)) {
        case (.paragraph, .calloutFence) where node.range.end.line == line: return source.lines[line - 1].origin
        case (.item, .footnote) where source.isRewrittenFootnote(node): return source.lines[line - 1].origin
        default: return nil
        }
      })
  }

  // MARK: Folding

  private mutating func fold(_ node: MarkdownNode, _ tables: [PipeTable]) -> MarkdownNode {
    guard node.kind != .paragraph else { return node }
    var node = node
    node.children = node.children.map { fold($0, tables) }
    node.children = source.foldFootnotes(source.foldTables(node.children, tables))
    var callouts = CalloutFolding(source: source)
    node.children = callouts.fold(node.children)
    errors += callouts.errors
    return node
  }

  // MARK: Places

  /// Turns the places of the rewritten source into places of the file.
  private mutating func locate(_ node: MarkdownNode, quoteDepth: Int) -> MarkdownNode {
    var node = node
    switch node.kind {
    case .paragraph, .heading, .tableCell, .calloutTitle: locateInlines(of: &node, quoteDepth: quoteDepth)
    case .codeBlock(let info, let listing): node.kind = .codeBlock(info: info, located(listing, of: node))
    default:
      let depth = quoteDepth + (node.kind == .blockQuote ? 1 : 0)
      node.children = node.children.map { locate($0, quoteDepth: depth) }
    }
    node.range = source.range(node.range)
    return node
  }

  private mutating func locateInlines(of node: inout MarkdownNode, quoteDepth: Int) {
    let text = LeafText(node, in: source, quoteDepth: quoteDepth)
    var locator = InlineLocator(text, in: source, firstExpression: hasExpressions ? expressions.count : nil)
    node.children = locator.locate(node.children)
    expressions += locator.expressions
  }

  /// A fenced block's code begins a line below its fence, an indented one's where it stands.
  private func located(_ listing: CodeListing, of node: MarkdownNode) -> CodeListing {
    let start = source.range(node.range).start
    var listing = listing
    if listing.code.hasSuffix("\n") { listing.code.removeLast() }
    listing.line = start.line + (Fence(openingAt: node.range.start, in: source) == nil ? 0 : 1)
    return listing
  }
}

extension MarkdownNode {
  /// The formula stands in the document as code of its own.
  fileprivate func holds(_ formula: RewrittenFormula) -> Bool {
    kind == .code(formula.literal) || children.contains { $0.holds(formula) }
  }

  /// The first node that many levels below.
  fileprivate func descendant(atDepth depth: Int) -> MarkdownNode? {
    if depth == 0 { return self }
    for child in children {
      if let found = child.descendant(atDepth: depth - 1) { return found }
    }
    return nil
  }
}
