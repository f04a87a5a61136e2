internal import Foundation

/// Reads a chapter's file.
///
/// 1. The bytes become lines; the lines between the two `---` become the front matter.
/// 2. The rest becomes a tree, fences that say `swift run` become run-blocks, code that begins with `{swift}` inline
///    expressions.
/// 3. Identifiers, annotations and footnotes get their places.
///
/// It never stops at a mistake: the chapter holds what could be read and an error for each mistake.
public struct ChapterParser {
  /// Path relative to the book's folder.
  let path: String
  let number: Int
  /// The book's seed, for a chapter without one of its own.
  let seed: UInt64
  let form: TextForm

  public init(path: String, number: Int, seed: UInt64 = 0) {
    self.init(path: path, number: number, seed: seed, form: .chapter)
  }

  init(path: String, number: Int, seed: UInt64, form: TextForm) {
    self.path = path
    self.number = number
    self.seed = seed
    self.form = form
  }

  public func parse(_ bytes: [UInt8]) -> Chapter {
    do throws(BookError) {
      return parse(lines: try TextLines.decode(bytes))
    } catch {
      return chapter(lines: [], frontMatter: .empty(seed: seed), errors: [error])
    }
  }

  private func parse(lines: [String]) -> Chapter {
    var reader = FrontMatterReader(lines: lines, seed: seed, form: form)
    var frontMatter = reader.read()
    let firstLine = reader.lineCount + 1
    let prose = Array(lines.dropFirst(reader.lineCount))
    let parser = MarkdownParser(lines: prose, firstLine: firstLine)
    var runBlocks = RunBlockReader(lines: prose, firstLine: firstLine)
    var document = runBlocks.read(parser.document)
    var groups = ExpressionGroups(blocks: runBlocks.blocks, expressions: parser.expressions)
    document = CodeAnnotations.attach(in: groups.assign(in: document))
    let labels = FormulaLabels(in: document, taken: runBlocks.labels)
    var identifiers = HeadingIdentifiers(taken: labels.taken)
    document = FootnoteNumbering.number(identifiers.assign(in: document))
    if frontMatter.summary.isEmpty { frontMatter.summary = document.firstSentence }
    var chapter = chapter(
      lines: lines, frontMatter: frontMatter,
      errors: reader.errors + parser.errors + runBlocks.errors + labels.errors + identifiers.errors
        + parser.expressions.compactMap(Self.emptyExpression))
    chapter.blocks = groups.units
    chapter.document = document
    return chapter
  }

  private func chapter(lines: [String], frontMatter: FrontMatter, errors: [BookError]) -> Chapter {
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return Chapter(
      number: number, slug: name, path: path, frontMatter: frontMatter,
      text: lines.map { $0 + "\n" }.joined(), blocks: [],
      errors: errors.map { $0.inFile(path) }.sortedByPlace())
  }

  private static func emptyExpression(_ expression: InlineExpression) -> BookError? {
    guard expression.expression.isEmpty else { return nil }
    return BookError(
      "this inline expression is empty", line: expression.line, column: expression.column,
      hint: "write `{swift} name`, or leave out {swift}")
  }
}

extension FrontMatter {
  /// What stands for a front matter that could not be read.
  static func empty(seed: UInt64) -> FrontMatter {
    FrontMatter(title: "", summary: "", data: [], parameters: [], seed: seed)
  }
}

extension MarkdownNode {
  /// The first sentence of the first paragraph that holds no value of the chapter and no formula.
  var firstSentence: String {
    let paragraph =
      children.first { $0.kind == .paragraph && !$0.allNodes.contains(where: \.isNoPlainText) }?.plainText ?? ""
    guard let end = paragraph.firstMatch(of: /[.!?](?=\s+\p{Lu}|\s*$)/) else { return paragraph }
    return String(paragraph[..<end.range.upperBound])
  }

  private var isNoPlainText: Bool {
    switch kind {
    case .inlineExpression, .math: true
    default: false
    }
  }
}

extension BookError {
  func inFile(_ path: String) -> BookError {
    var error = self
    error.file = file ?? path
    return error
  }
}

extension [BookError] {
  /// By line and column; errors of the same place keep their order.
  func sortedByPlace() -> [BookError] {
    enumerated().sorted { left, right in
      (left.element.line ?? 0, left.element.column ?? 0, left.offset)
        < (right.element.line ?? 0, right.element.column ?? 0, right.offset)
    }.map(\.element)
  }
}
