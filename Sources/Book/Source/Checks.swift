internal import Foundation

/// Finds what is wrong between the parts of a book: references, links, images, annotations, footnotes, data sets.
public struct Checks {
  let book: BookSource
  /// Names of the data sets that the catalogue knows.
  let dataSets: Set<String>

  public init(_ book: BookSource, dataSets: Set<String>) {
    self.book = book
    self.dataSets = dataSets
  }

  /// Every mistake in the book's text, those found while reading it included, by chapter, line and column; the preface
  /// comes first, the appendix last.
  public func errors() -> [BookError] {
    book.texts.flatMap { errors(in: $0) }
  }

  /// Every mistake in one chapter's text, by line and column.
  public func errors(in chapter: Chapter) -> [BookError] {
    let found =
      ReferenceCheck(chapter, in: book).errors() + LinkCheck(chapter, in: book).errors()
      + AnnotationCheck.errors(in: chapter.document) + FootnoteCheck.errors(in: chapter.document)
      + chapter.document.allNodes.compactMap(Self.misspeltExpression) + dataErrors(in: chapter)
    return (chapter.errors + found.map { $0.inFile(chapter.path) }).sortedByPlace()
  }

  private func dataErrors(in chapter: Chapter) -> [BookError] {
    zip(chapter.frontMatter.data, chapter.frontMatter.dataPositions).compactMap { name, place in
      guard !dataSets.contains(name) else { return nil }
      return BookError(
        "unknown data set ‘\(name)’", line: place.line, column: place.column,
        hint: NearestName.hint(for: name, among: dataSets.sorted()))
    }
  }

  /// Code in prose that nearly begins with `{swift}`.
  private static func misspeltExpression(_ node: MarkdownNode) -> BookError? {
    guard case .code(let code) = node.kind, code.wholeMatch(of: /\{\s*[sS][wW][iI][fF][tT](?:\s*\}.*|\s.*)/) != nil
    else { return nil }
    let place = node.range.start
    return BookError(
      "‘\(code)’ is no inline expression", line: place.line, column: place.column,
      hint: "an inline expression is written `{swift} name`")
  }
}

extension BookError {
  init(_ message: String, at node: MarkdownNode, hint: String? = nil) {
    self.init(message, line: node.range.start.line, column: node.range.start.column, hint: hint)
  }
}

/// Checks that annotations of code and items of the list below it match.
enum AnnotationCheck {
  static func errors(in document: MarkdownNode) -> [BookError] {
    document.allNodes.flatMap { node in
      (node.listing?.annotations ?? []).compactMap { node.listing?.error(in: $0) }
    }
  }
}

extension CodeListing {
  fileprivate func error(in annotation: CodeAnnotation) -> BookError? {
    if annotation.lines.isEmpty {
      let place = annotation.content.first?.range.start
      return BookError(
        "item \(annotation.number) explains no line of the code above", line: place?.line ?? line,
        column: place?.column, hint: "end a line of the code with ‘// <\(annotation.number)>’")
    }
    guard annotation.content.isEmpty else { return nil }
    return BookError(
      "the marker <\(annotation.number)> has no explanation", line: line + annotation.lines[0] - 1,
      hint: "write item ‘\(annotation.number).’ in a list right below the block")
  }
}

/// Checks that footnotes are defined once and referred to.
enum FootnoteCheck {
  static func errors(in document: MarkdownNode) -> [BookError] {
    var defined: [String: Int] = [:]
    var errors: [BookError] = []
    for node in document.allNodes.sorted(by: { $0.range.start < $1.range.start }) {
      switch node.kind {
      case .footnoteDefinition(let label, let number):
        if let first = defined[label] {
          errors.append(
            BookError("the footnote ‘\(label)’ is defined twice; the first time in line \(first)", at: node))
        } else if number == nil {
          errors.append(BookError("nothing refers to the footnote ‘\(label)’", at: node, hint: "write [^\(label)]"))
        }
        defined[label] = defined[label] ?? node.range.start.line
      case .footnoteReference(let label, nil, _):
        let hint = "write ‘[^\(label)]: text’ below, or \\[^\(label)] for the characters themselves"
        errors.append(BookError("the footnote ‘\(label)’ is not defined", at: node, hint: hint))
      default: break
      }
    }
    return errors
  }
}
