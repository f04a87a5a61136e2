import Foundation
import Hashing

/// What of a book's text a page shows, as a short fingerprint that the page carries: so a site which is kept can be held
/// against its chapters without running them.
struct PageSource: Equatable {
  let fingerprint: String

  /// Of a chapter's page: its whole text, and the titles that surround it.
  init(_ chapter: Chapter, of book: BookConfiguration, _ chapters: [Chapter]) {
    self.init(Self.surroundings(book, chapters) + [chapter.text])
  }

  /// Of a page without a chapter of its own: the front page and the appendix.
  init(_ book: BookConfiguration, _ chapters: [Chapter]) {
    let texts = [book.subtitle, book.description, book.author].map { $0 ?? "" }
    self.init(Self.surroundings(book, chapters) + texts + chapters.map(\.frontMatter.summary))
  }

  private static func surroundings(_ book: BookConfiguration, _ chapters: [Chapter]) -> [String] {
    [book.title, book.language] + chapters.flatMap { [$0.slug, $0.frontMatter.title] }
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
