/// The prose of the front page, `chapters/index.md`: Markdown as in a chapter, with a title and without a number.
///
/// It runs no code, so that the front page never depends on results of its own.
enum Preface {
  static let fileName = "index.md"

  static func parse(_ bytes: [UInt8], path: String) -> Chapter {
    var preface = ChapterParser(path: path, number: 0, seed: 0, form: .preface).parse(bytes)
    let found = preface.blocks.flatMap(errors).map { $0.inFile(path) }
    preface.errors = (preface.errors + found).sortedByPlace()
    return preface
  }

  private static func errors(_ block: RunBlock) -> [BookError] {
    switch block.content {
    case .code:
      let hint = "show it in a plain ‘swift’ fence, or move it into a chapter"
      return [BookError("the preface runs no code", line: block.line, column: 1, hint: hint)]
    case .expressions(let expressions):
      return expressions.map { expression in
        BookError(
          "the preface runs no code, so ‘\(expression.expression)’ has no value", line: expression.line,
          column: expression.column, hint: "leave out {swift}, or move the sentence into a chapter")
      }
    }
  }
}
