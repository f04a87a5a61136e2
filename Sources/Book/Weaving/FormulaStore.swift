public import Foundation

/// The formulae of a book as MathML: each is converted once, and kept by its TeX in the book's folder `.quire/formulae`.
public struct FormulaStore: Sendable {
  private let cache: CacheFolder
  private let converter: FormulaConverter

  /// - Parameters:
  ///   - book: the book's folder.
  ///   - program: name or path of pandoc, which is started only for formulae that are not kept yet.
  public init(book: URL, program: String = "pandoc") {
    cache = CacheFolder(folder: ResultStore(book: book).formulae)
    converter = FormulaConverter(program: program)
  }

  /// An error for each formula of these texts that cannot be converted, at its place.
  public func errors(in texts: [Chapter]) -> [BookError] {
    do {
      _ = try markup(of: texts.flatMap(\.formulae))
      return []
    } catch let errors as BookErrors {
      return errors.errors
    } catch {
      return [error as? BookError ?? BookError("the formulae cannot be converted: \(error)")]
    }
  }

  /// The MathML of formulae.
  /// - Throws: `BookErrors` with an error for each that cannot be converted, or one at the first of them where pandoc
  ///   is missing.
  package func markup(of placed: [PlacedFormula]) throws -> [Formula: String] {
    var markup: [Formula: String] = [:]
    var new: [Formula] = []
    for formula in placed.map(\.formula) where markup[formula] == nil && !new.contains(formula) {
      if let kept = kept(formula) { markup[formula] = kept } else { new.append(formula) }
    }
    guard let first = placed.first(where: { new.contains($0.formula) }) else { return markup }
    var reasons: [Formula: String] = [:]
    for (formula, outcome) in zip(new, try outcomes(of: new, at: first)) {
      switch outcome {
      case .failure(let reason): reasons[formula] = reason
      case .markup(let text):
        markup[formula] = text
        try keep(text, for: formula)
      }
    }
    let errors = placed.compactMap { place in reasons[place.formula].map { place.error($0) } }
    guard errors.isEmpty else { throw BookErrors(errors) }
    return markup
  }

  private func outcomes(of formulae: [Formula], at first: PlacedFormula) throws -> [FormulaConverter.Outcome] {
    do { return try converter.convert(formulae) } catch var error as BookError {
      (error.file, error.line, error.column) = (first.file, first.line, first.column)
      throw BookErrors([error])
    }
  }

  // MARK: What is kept

  /// Keeps the MathML of a formula. The file appears whole or not at all.
  package func keep(_ markup: String, for formula: Formula) throws {
    try FileManager.default.createDirectory(at: cache.folder, withIntermediateDirectories: true)
    try Data(markup.utf8).write(to: file(formula), options: .atomic)
  }

  private func kept(_ formula: Formula) -> String? {
    let file = file(formula)
    guard let text = try? String(contentsOf: file, encoding: .utf8), text.hasPrefix("<math"), text.hasSuffix("</math>")
    else { return nil }
    cache.touch(file)
    return text
  }

  private func file(_ formula: Formula) -> URL {
    let key = Fingerprint.of(["formula 1", formula.isDisplay ? "display" : "inline", formula.tex])
    return cache.folder.appending(path: key.prefix(32) + ".xml")
  }

  /// Removes what no page has needed for a month.
  func prune() { cache.prune() }
}

/// A formula and the place in the book that shows it.
package struct PlacedFormula: Sendable {
  package var formula: Formula
  package var file: String
  package var line: Int
  package var column: Int?

  package init(_ formula: Formula, file: String, line: Int, column: Int? = nil) {
    self.formula = formula
    self.file = file
    self.line = line
    self.column = column
  }

  fileprivate func error(_ reason: String) -> BookError {
    let words = reason.split(separator: "\n").map { "\n    " + $0 }.joined()
    let said = words.isEmpty ? "" : "; pandoc says:" + words
    return BookError(
      "the formula ‘\(formula.tex)’ cannot be shown\(said)", file: file, line: line, column: column,
      hint: "write it with the commands of TeX that pandoc knows; a dollar sign itself is written \\$")
  }
}

extension Chapter {
  /// The formulae of the text and of captions, those of a caption at its block's line.
  package var formulae: [PlacedFormula] {
    let captions = blocks.flatMap { block in
      [block.options.figCap, block.options.tblCap].flatMap { formulae(inMarkdown: $0 ?? "", line: block.line) }
    }
    return document.allNodes.compactMap { node in
      guard case .math(let formula, _) = node.kind else { return nil }
      return PlacedFormula(formula, file: path, line: node.range.start.line, column: node.range.start.column)
    } + captions
  }

  /// The formulae of Markdown that belongs to a line of the chapter.
  func formulae(inMarkdown text: String, line: Int) -> [PlacedFormula] {
    guard text.contains("$") else { return [] }
    return MarkdownParser.parse(text).allNodes.compactMap { node in
      guard case .math(let formula, _) = node.kind else { return nil }
      return PlacedFormula(formula, file: path, line: line)
    }
  }
}
