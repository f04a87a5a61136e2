import ArgumentParser
import Book
import Datasets
import Foundation
import Messages

/// `quire check`: finds every mistake that can be found without running anything.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Type-checks every block and checks options, labels, references, links and formulae.",
    discussion: """
      Nothing runs. With --claims, stored results must also be up to date and meet what the chapters claim. With \
      --strict, the pages of the site must have been built from the text as it is.
      """)

  @Argument(help: "The book's folder.", completion: .directory)
  var book = "."

  @Flag(help: "Also check that every claim is met.")
  var claims = false

  @Flag(help: "Also check that the site was built from these chapters.")
  var strict = false

  @OptionGroup var execution: ExecutionArguments

  func run() throws {
    let session = try BookSession(book: book, execution: execution)
    let source = session.source
    var errors = Checks(source, dataSets: Set(Catalogue.standard.datasets.map(\.name))).errors()
    errors += FormulaStore(book: source.folder).errors(in: source.texts)
    let runner = try session.runner(for: source.chapters)
    for chapter in source.chapters where chapter.errors.isEmpty { errors += typeErrors(chapter, runner) }
    if claims && errors.isEmpty {
      errors = try source.chapters.flatMap { try ClaimCheck(chapter: $0, runner).errors() }
    }
    if strict { errors += SiteCheck(source, site: session.site).errors() }
    errors.forEach { Terminal.standardError.print($0.description) }
    guard errors.isEmpty else { throw CheckFailed() }
    let blocks = source.chapters.map(\.blocks.count).reduce(0, +)
    let chapters = source.chapters.count
    print("\(chapters) \(chapters == 1 ? "chapter" : "chapters"), \(blocks) blocks: nothing wrong")
  }

  private func typeErrors(_ chapter: Chapter, _ runner: ChapterRunner) -> [BookError] {
    do {
      try runner.check(chapter)
      return []
    } catch let errors as BookErrors {
      return errors.errors
    } catch let error as BookError {
      return [error]
    } catch {
      return [BookError("\(error)", file: chapter.path)]
    }
  }
}

/// Holds the stored claims of a chapter against what was measured.
struct ClaimCheck {
  let chapter: Chapter
  let runner: ChapterRunner

  init(chapter: Chapter, _ runner: ChapterRunner) {
    self.chapter = chapter
    self.runner = runner
  }

  /// One error for each claim that is not met, and one if results are missing or out of date.
  func errors() throws -> [BookError] {
    let steps = try runner.plan(chapter).steps
    if let step = steps.first(where: \.mustRun) {
      return [
        BookError(
          "the results are not up to date: block `\(step.label)` must run, because \(step.reasons[0])",
          file: chapter.path, line: step.line, hint: "quire run \(chapter.number)")
      ]
    }
    return steps.flatMap { step in unmet(step).map { error($0, step) } }
  }

  private func unmet(_ step: ChapterPlan.Step) -> [Claim] {
    (step.stored?.outputs ?? []).compactMap { output in
      guard case .claim(let claim) = output, !claim.isMet else { return nil }
      return claim
    }
  }

  private func error(_ claim: Claim, _ step: ChapterPlan.Step) -> BookError {
    BookError(
      "claim `\(claim.name)` is not met: \(claim.expected.words) expected, \(claim.measured) measured",
      file: chapter.path, line: step.line, hint: "source of the claim: \(claim.source)")
  }
}

extension Claim.Bound {
  fileprivate var words: String {
    switch self {
    case .atLeast(let least): "at least \(least)"
    case .atMost(let most): "at most \(most)"
    case .within(let range): "\(range.lowerBound) to \(range.upperBound)"
    }
  }
}
