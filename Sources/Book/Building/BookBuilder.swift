import Foundation
import Messages

/// Brings a book up to date: runs chapters and writes the site.
///
/// 1. The whole book's text is checked; nothing runs while anything is wrong with a chapter that is to run.
/// 2. Each wanted chapter runs what its stored results do not cover. One that fails does not stop the others.
/// 3. If all went well, pages and front page are written. Otherwise the site stays as it was.
public struct BookBuilder {
  public var source: BookSource
  public var runner: ChapterRunner
  /// Version of Quire for the provenance.
  public var version: String
  /// Where the site goes.
  public var site: URL

  public init(source: BookSource, runner: ChapterRunner, version: String, site: URL) {
    self.source = source
    self.runner = runner
    self.version = version
    self.site = site
  }

  /// What came of a build.
  public struct Outcome {
    /// The chapters that ran to their end.
    public var reports: [(chapter: Chapter, report: ChapterReport)] = []
    /// What went wrong, in the order of the book.
    public var errors: [BookError] = []
    /// Paths of the files that changed, relative to the site. Empty if there are errors.
    public var changedFiles: [String] = []
  }

  /// Runs chapters, then writes their pages and the front page.
  ///
  /// - Parameter chapters: the chapters to run; pages of others are left alone where they exist.
  /// - Parameter observer: told what happens in each chapter.
  /// - Throws: `BookError` or `BookErrors` where no kernel can be started or the site cannot be written.
  public func build(
    _ chapters: [Chapter], observer: @escaping (Chapter, ExecutionEvent) -> Void
  ) throws -> Outcome {
    var outcome = Outcome()
    for chapter in chapters { run(chapter, &outcome, observer) }
    guard outcome.errors.isEmpty else { return outcome }
    let entries = try siteChapters(outcome)
    let provenance = Provenance.current(
      book: source.folder, version: version, compiler: runner.toolchain.release,
      facts: outcome.reports.compactMap(\.report.results.facts).first,
      seconds: entries.flatMap(\.results.blocks).map(\.seconds).reduce(0, +))
    outcome.changedFiles = try SiteBuilder(
      configuration: source.configuration, bookFolder: source.folder, imagesFolder: runner.store.images,
      chapters: entries, preface: source.preface, appendix: source.appendix,
      provenance: provenance
    ).write(to: site, only: Set(chapters.map(\.slug)))
    FormulaStore(book: source.folder).prune()
    return outcome
  }

  private func run(
    _ chapter: Chapter, _ outcome: inout Outcome, _ observer: @escaping (Chapter, ExecutionEvent) -> Void
  ) {
    do {
      var report = try runner.run(chapter) { observer(chapter, $0) }
      if let failure = report.failure { return outcome.errors.append(failure.errorWithText) }
      if let facts = report.results.facts { try runner.store.save(facts, of: chapter.slug) }
      report.results.facts = runner.store.facts(of: chapter.slug)
      outcome.reports.append((chapter, report))
    } catch let errors as BookErrors {
      outcome.errors += errors.errors
    } catch let error as BookError {
      outcome.errors.append(error)
    } catch {
      outcome.errors.append(BookError("\(error)", file: chapter.path))
    }
  }

  /// Every chapter of the book with the results it has: new ones, or stored ones with those marked that are out of date.
  private func siteChapters(_ outcome: Outcome) throws -> [SiteChapter] {
    let new = Dictionary(uniqueKeysWithValues: outcome.reports.map { ($0.chapter.slug, $0.report.results) })
    return try source.chapters.map { chapter in
      if let results = new[chapter.slug] { return SiteChapter(chapter, results: results) }
      return try storedChapter(chapter)
    }
  }

  private func storedChapter(_ chapter: Chapter) throws -> SiteChapter {
    guard chapter.errors.isEmpty else {
      return SiteChapter(chapter, results: ChapterResults(blocks: [], status: [:], facts: nil))
    }
    let steps = try runner.plan(chapter).steps
    let blocks = steps.compactMap(\.stored)
    let results = ChapterResults(
      blocks: blocks, status: Dictionary(uniqueKeysWithValues: blocks.map { ($0.label, .reused) }),
      facts: runner.store.facts(of: chapter.slug))
    return SiteChapter(chapter, results: results, stale: Set(steps.filter(\.mustRun).map(\.label)))
  }
}

extension ChapterReport.Failure {
  /// Lines of printed text that go into a message.
  private static let mostLines = 10

  /// The error, and the end of what the block had printed before it.
  fileprivate var errorWithText: BookError {
    let texts = outputs.compactMap { if case .text(let text) = $0 { text } else { nil } }
    let lines = texts.joined().split(separator: "\n").suffix(Self.mostLines)
    guard !lines.isEmpty else { return error }
    var longer = error
    longer.message += "\n  the block had printed:" + lines.map { "\n    " + $0 }.joined()
    return longer
  }
}
