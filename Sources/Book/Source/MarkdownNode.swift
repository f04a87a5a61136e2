/// A node of a chapter's text: CommonMark's kinds, and the book's own.
public struct MarkdownNode: Equatable, Sendable {
  public var kind: Kind
  /// Where the node stands in the chapter's file.
  public var range: SourceRange
  public var children: [MarkdownNode]

  public init(_ kind: Kind, range: SourceRange, children: [MarkdownNode] = []) {
    self.kind = kind
    self.range = range
    self.children = children
  }

  public enum Kind: Equatable, Sendable {
    // Blocks of CommonMark.
    case document
    case paragraph
    /// `identifier` is unique in the document: given as `{#sec-x}`, else made of the heading's text.
    case heading(level: Int, identifier: String)
    case blockQuote
    case list(MarkdownList)
    case item
    case thematicBreak
    case htmlBlock(String)
    /// Code that is shown and never run.
    case codeBlock(info: String, CodeListing)

    // Blocks of the book.
    /// The run-block with this label in the chapter's `blocks`.
    case runBlock(label: String, CodeListing)
    /// Children: one `tableRow(isHeader: true)`, then rows. Every row has one `tableCell` a column.
    case table([ColumnAlignment])
    case tableRow(isHeader: Bool)
    case tableCell
    /// Children: a `calloutTitle` if the author gave one, then blocks.
    case callout(CalloutKind)
    case calloutTitle
    /// Definitions stand at the end of the document, ordered by number; those never referred to have none.
    case footnoteDefinition(label: String, number: Int?)

    // Inlines of CommonMark.
    case text(String)
    case softBreak
    case lineBreak
    case code(String)
    case htmlInline(String)
    case emphasis
    case strong
    case link(url: String, title: String)
    /// The children are the text alternative.
    case image(url: String, title: String)

    // Inlines of the book.
    /// `@fig-x`, `@tbl-x`, `@sec-x` or `@eq-x`; the identifier is without the `@`.
    case crossReference(identifier: String)
    /// `occurrence` counts the references to one footnote, from 1.
    case footnoteReference(label: String, number: Int?, occurrence: Int)
    /// `$…$` or `$$…$$`; a display may have a label, such as `eq-loss`.
    case math(Formula, label: String?)
    /// The value with this index in the `Output.inline` of the block with this label.
    case inlineExpression(block: String, index: Int)
  }

  /// A document without text.
  public static let emptyDocument = MarkdownNode(
    .document, range: SourceRange(start: SourcePosition(line: 1, column: 1), end: SourcePosition(line: 1, column: 1)))

  /// The text of the node and all its children, without markup; breaks are spaces, formulae are TeX.
  public var plainText: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .math(let formula, _): formula.tex
    case .softBreak, .lineBreak: " "
    default: children.map(\.plainText).joined()
    }
  }

  /// The node and all its descendants, those in annotations of code included; parents first, in the order of the text.
  public var allNodes: [MarkdownNode] {
    let annotations = listing?.annotations.flatMap(\.content) ?? []
    return [self] + (annotations + children).flatMap(\.allNodes)
  }
}

public struct MarkdownList: Equatable, Sendable {
  public var isOrdered: Bool
  /// Number of the first item of an ordered list.
  public var start: Int
  /// The items' paragraphs are shown without space between them.
  public var isTight: Bool

  public init(isOrdered: Bool, start: Int = 1, isTight: Bool = true) {
    self.isOrdered = isOrdered
    self.start = start
    self.isTight = isTight
  }
}

/// Code as the page shows it.
public struct CodeListing: Equatable, Sendable {
  /// Without option lines and without annotation markers; ends without a newline.
  public var code: String
  /// Line of the chapter's file where the first line of `code` stands.
  public var line: Int
  /// The markers of `code`, by number, each with its explanation.
  public var annotations: [CodeAnnotation]

  public init(code: String, line: Int, annotations: [CodeAnnotation] = []) {
    self.code = code
    self.line = line
    self.annotations = annotations
  }
}

/// `// <n>` at the end of lines, and item `n.` of the list right below the code.
public struct CodeAnnotation: Equatable, Sendable {
  public var number: Int
  /// The marked lines of the listing, from 1; empty if an item has no marker.
  public var lines: [Int]
  /// The blocks of the list's item; empty if a marker has no item.
  public var content: [MarkdownNode]

  public init(number: Int, lines: [Int], content: [MarkdownNode]) {
    self.number = number
    self.lines = lines
    self.content = content
  }
}

public enum ColumnAlignment: String, Equatable, Sendable { case none, left, center, right }

/// What a call-out tells the reader to do with it.
public enum CalloutKind: String, CaseIterable, Equatable, Sendable { case note, tip, warning, important }
