/// The texts of a book that are no chapters: the preface, `chapters/index.md`, which is the prose of the front page, and the
/// prose of the appendix, `chapters/appendix.md`. Both are Markdown as in a chapter, with a title and without a number.
///
/// They run no code, so that their pages never depend on results of their own.
enum BookProse {
  static func parse(_ bytes: [UInt8], path: String, form: TextForm) -> Chapter {
    var prose = ChapterParser(path: path, number: 0, seed: 0, form: form).parse(bytes)
    let found = prose.blocks.flatMap { errors($0, form) }.map { $0.inFile(path) }
    prose.errors = (prose.errors + found).sortedByPlace()
    return prose
  }

  private static func errors(_ block: RunBlock, _ form: TextForm) -> [BookError] {
    switch block.content {
    case .code:
      let hint = "show it in a plain ‘swift’ fence, or move it into a chapter"
      return [BookError("the \(form.rawValue) runs no code", line: block.line, column: 1, hint: hint)]
    case .expressions(let expressions):
      return expressions.map { expression in
        BookError(
          "the \(form.rawValue) runs no code, so ‘\(expression.expression)’ has no value", line: expression.line,
          column: expression.column, hint: "leave out {swift}, or move the sentence into a chapter")
      }
    }
  }
}
