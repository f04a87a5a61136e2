import Book

/// A chapter made of prose alone: its first line is line 4 of the file.
func chapter(_ prose: String) -> Chapter {
  ChapterParser(path: "chapters/01-test.md", number: 1).parse(Array("---\ntitle: Test\n---\n\(prose)".utf8))
}

/// The tree of a chapter's prose in one line.
func outline(_ prose: String) -> String { chapter(prose).document.outline }

/// The errors of a chapter's prose as `line:column message`, the lines counted from the prose's first.
func errors(_ prose: String) -> [String] { errors(in: chapter(prose)) }

/// The errors of a chapter and those found by its checks, the lines counted from the prose's first.
func errors(in chapter: Chapter) -> [String] {
  chapter.errors.map { "\(($0.line ?? 0) - 3):\($0.column ?? 0) \($0.message)" }
}

extension MarkdownNode {
  /// The node and its children as `name(payload)[children]`.
  var outline: String {
    let inner = children.map(\.outline).joined(separator: " ")
    return name + (children.isEmpty ? "" : "[\(inner)]")
  }

  private var name: String {
    switch kind {
    case .document: "doc"
    case .paragraph: "p"
    case .heading(let level, let identifier): "h\(level)#\(identifier)"
    case .blockQuote: "quote"
    case .list(let list): (list.isOrdered ? "ol\(list.start)" : "ul") + (list.isTight ? "" : ":loose")
    case .item: "li"
    case .thematicBreak: "rule"
    case .htmlBlock(let text): "html(\(text.outlined))"
    case .codeBlock(let info, let listing): "code-block(\(info)|\(listing.outline))"
    case .runBlock(let label, let listing): "run(\(label)|\(listing.outline))"
    case .table(let alignments): "table(\(alignments.map { String($0.rawValue.prefix(1)) }.joined()))"
    case .tableRow(let isHeader): isHeader ? "header" : "row"
    case .tableCell: "cell"
    case .callout(let kind): kind.rawValue
    case .calloutTitle: "title"
    case .footnoteDefinition(let label, let number): "footnote(\(label)=\(number.map(String.init) ?? "-"))"
    default: inlineName
    }
  }

  private var inlineName: String {
    switch kind {
    case .text(let text): "“\(text)”"
    case .softBreak: "/"
    case .lineBreak: "//"
    case .code(let code): "`\(code)`"
    case .htmlInline(let text): text
    case .emphasis: "em"
    case .strong: "strong"
    case .link(let url, let title): "a(\(url)\(title.isEmpty ? "" : "|" + title))"
    case .image(let url, let title): "img(\(url)\(title.isEmpty ? "" : "|" + title))"
    case .crossReference(let identifier): "@\(identifier)"
    case .footnoteReference(let label, let number, let occurrence):
      "^\(label)=\(number.map(String.init) ?? "-").\(occurrence)"
    case .inlineExpression(let block, let index): "{\(block).\(index)}"
    case .math(let formula, let label):
      (formula.isDisplay ? "$$\(formula.tex)$$" : "$\(formula.tex)$") + (label.map { "#" + $0 } ?? "")
    default: "?"
    }
  }

  /// Every node of a kind that the test picks, as `outline@line:column`.
  func places(_ isWanted: (MarkdownNode) -> Bool) -> [String] {
    allNodes.filter(isWanted).map { "\($0.outline)@\($0.range.start.line - 3):\($0.range.start.column)" }
  }
}

extension CodeListing {
  var outline: String {
    let notes = annotations.map { note in
      "<\(note.number)>" + note.lines.map(String.init).joined(separator: ",") + note.content.map(\.outline).joined()
    }
    return ([code.outlined] + notes).joined(separator: " ")
  }
}

extension String {
  /// With its line ends visible.
  var outlined: String { replacing("\n", with: "⏎") }
}
