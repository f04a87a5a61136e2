internal import CMark

/// CommonMark text as a tree, parsed by libcmark. No other file imports it.
enum CommonMark {
  /// Parses lines that hold no line ends. Ranges are libcmark's: columns count bytes of UTF-8, those of inlines
  /// are not to be relied on (see `InlineLocator`), and breaks have none.
  ///
  /// Quotation marks, dashes and dots of prose become typographic; code stays as it is.
  static func parse(_ lines: [String]) -> MarkdownNode {
    var text = lines.joined(separator: "\n")
    text.append("\n")
    let document = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_SMART)
      }
    }
    guard let document = unsafe document else { return .emptyDocument }
    defer { unsafe cmark_node_free(document) }
    return unsafe convert(document, depth: 0)
  }

  /// Nodes deeper than this have no children, so that no pass over the tree can exhaust the stack.
  static let maximumDepth = 200

  private static func convert(_ node: OpaquePointer, depth: Int) -> MarkdownNode {
    unsafe MarkdownNode(kind(of: node), range: range(of: node), children: children(of: node, depth: depth))
  }

  private static func children(of node: OpaquePointer, depth: Int) -> [MarkdownNode] {
    guard depth < maximumDepth else { return [] }
    var children: [MarkdownNode] = []
    var next = unsafe cmark_node_first_child(node)
    while let child = unsafe next {
      unsafe children.append(convert(child, depth: depth + 1))
      unsafe next = unsafe cmark_node_next(child)
    }
    return children
  }

  private static func range(of node: OpaquePointer) -> SourceRange {
    unsafe SourceRange(
      start: SourcePosition(
        line: Int(cmark_node_get_start_line(node)), column: Int(cmark_node_get_start_column(node))),
      end: SourcePosition(line: Int(cmark_node_get_end_line(node)), column: Int(cmark_node_get_end_column(node))))
  }

  private static func kind(of node: OpaquePointer) -> MarkdownNode.Kind {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_LIST: unsafe .list(list(node))
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: unsafe .codeBlock(info: string(cmark_node_get_fence_info(node)), listing(node))
    case CMARK_NODE_HTML_BLOCK: unsafe .htmlBlock(literal(node))
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: unsafe .heading(level: Int(cmark_node_get_heading_level(node)), identifier: "")
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    default: unsafe inlineKind(of: node)
    }
  }

  private static func inlineKind(of node: OpaquePointer) -> MarkdownNode.Kind {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: unsafe .code(literal(node))
    case CMARK_NODE_HTML_INLINE: unsafe .htmlInline(literal(node))
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK:
      unsafe .link(url: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
      unsafe .image(url: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    default: unsafe .text(literal(node))
    }
  }

  private static func list(_ node: OpaquePointer) -> MarkdownList {
    unsafe MarkdownList(
      isOrdered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
      start: Int(cmark_node_get_list_start(node)), isTight: cmark_node_get_list_tight(node) == 1)
  }

  /// The literal of a code block, its last line end included; the line is set later.
  private static func listing(_ node: OpaquePointer) -> CodeListing {
    unsafe CodeListing(code: literal(node), line: Int(cmark_node_get_start_line(node)))
  }

  private static func literal(_ node: OpaquePointer) -> String { unsafe string(cmark_node_get_literal(node)) }

  private static func string(_ characters: UnsafePointer<CChar>?) -> String {
    guard let characters = unsafe characters else { return "" }
    return unsafe String(cString: characters)
  }
}
