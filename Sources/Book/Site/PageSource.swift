import Foundation
import Hashing

/// What of a book's text a page shows, as a short fingerprint that the page carries: so a site which is kept can be held
/// against its chapters without running them.
struct PageSource: Equatable {
  let fingerprint: String

  /// The texts of a book.
  struct Book {
    var configuration: BookConfiguration
    var chapters: [Chapter]
    var preface: Chapter?
    var appendix: Chapter?

    /// The titles that surround every page's text.
    fileprivate var surroundings: [String] {
      [configuration.title, configuration.language] + chapters.flatMap { [$0.slug, $0.frontMatter.title] }
        + (preface.map { [$0.slug, $0.frontMatter.title] } ?? [])
    }

    /// What the book says of itself and of its chapters.
    fileprivate var words: [String] {
      [configuration.subtitle, configuration.description, configuration.author].map { $0 ?? "" }
        + chapters.map(\.frontMatter.summary)
    }
  }

  /// Of a chapter's page: its whole text, and the titles that surround it.
  init(_ chapter: Chapter, of book: Book) { self.init(book.surroundings + [chapter.text]) }

  init(frontPageOf book: Book) {
    self.init(book.surroundings + book.words + (book.preface.map { [$0.text] } ?? []))
  }

  init(appendixOf book: Book) {
    self.init(book.surroundings + book.words + (book.appendix.map { [$0.text] } ?? []))
  }

  /// Each text goes in with its length, so that no two lists of texts are one.
  private init(_ texts: [String]) {
    let bytes = texts.reduce(into: Data()) { $0 += Data("\($1.utf8.count):\($1)".utf8) }
    fingerprint = bytes.sha256.prefix(16).hexadecimal
  }

  private static let mark = "<meta name=\"quire-source\" content=\""

  /// What a page says it was made from; nil where its results belong to another text.
  static func fingerprint(inPage html: String) -> String? {
    guard let start = html.range(of: mark)?.upperBound else { return nil }
    return html[start...].firstIndex(of: "\"").map { String(html[start..<$0]) }
  }
}
