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

  /// What both pages show is said by `book.yml`; each has a text of its own besides.
  private func proseErrors(_ book: PageSource.Book) -> [BookError] {
    func found(frontFile: String?, appendixFile: String?) -> (front: BookError?, appendix: BookError?) {
      let shared = BookConfiguration.fileName
      return (
        error(Self.frontPage, PageSource(frontPageOf: book), file: frontFile ?? shared),
        error(AppendixModel.pageName, PageSource(appendixOf: book), file: appendixFile ?? shared)
      )
    }
    let one = found(frontFile: source.preface?.path, appendixFile: source.appendix?.path)
    let both = found(frontFile: nil, appendixFile: nil)
    let errors = one.front == nil || one.appendix == nil ? one : both
    return [errors.front, errors.appendix].compactMap(\.self)
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
