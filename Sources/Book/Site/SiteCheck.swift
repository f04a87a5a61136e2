public import Foundation

/// Holds a site that is kept, in a repository say, against the book it was built from. Nothing runs.
public struct SiteCheck {
  private let source: BookSource
  private let site: URL

  /// - Parameter site: the folder that a build wrote.
  public init(_ source: BookSource, site: URL) {
    self.source = source
    self.site = site
  }

  /// One error for each page that is missing, older than its chapter, or without a chapter.
  public func errors() -> [BookError] {
    let book = PageSource.Book(
      configuration: source.configuration, chapters: source.chapters, preface: source.preface,
      appendix: source.appendix)
    let chapters = source.chapters.compactMap { error($0.pageName, PageSource($0, of: book), file: $0.path) }
    return chapters + proseErrors(book) + strayPages()
  }

  /// The front page and the appendix. Where both differ, it is as a rule by what both show: the words of `book.yml`.
  private func proseErrors(_ book: PageSource.Book) -> [BookError] {
    let shared = BookConfiguration.fileName
    let errors = [
      error(Self.frontPage, PageSource(frontPageOf: book), file: source.preface?.path ?? shared),
      error(AppendixModel.pageName, PageSource(appendixOf: book), file: source.appendix?.path ?? shared),
    ].compactMap(\.self)
    guard errors.count > 1 else { return errors }
    return errors.map { BookError($0.message, file: shared, hint: $0.hint) }
  }

  private static let frontPage = "index.html"

  private func error(_ page: String, _ wanted: PageSource, file: String) -> BookError? {
    let address = "\(site.lastPathComponent)/\(page)"
    guard let html = try? String(contentsOf: site.appending(path: page), encoding: .utf8) else {
      return BookError("its page \(address) is missing", file: file, hint: Self.hint)
    }
    guard let found = PageSource.fingerprint(inPage: html) else {
      return BookError(
        "its page \(address) does not say that its results are those of this text", file: file, hint: Self.hint)
    }
    guard found != wanted.fingerprint else { return nil }
    return BookError("its page \(address) was built from another text", file: file, hint: Self.hint)
  }

  private static let hint = "quire build writes the site anew"

  private func strayPages() -> [BookError] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: site.path)) ?? []
    let known = Set(source.chapters.map(\.pageName) + [Self.frontPage, AppendixModel.pageName])
    return names.filter { $0.hasSuffix(".html") && !known.contains($0) }.sorted().map {
      BookError("the page belongs to no chapter", file: "\(site.lastPathComponent)/\($0)", hint: Self.hint)
    }
  }
}
