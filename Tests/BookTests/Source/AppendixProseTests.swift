import Book
import Foundation
import Testing

/// `chapters/appendix.md`, the prose of the appendix.
struct AppendixProseTests {
  private static let path = "chapters/appendix.md"

  private func source(_ text: String, configuration: String = "") throws -> BookSource {
    let book = try TemporaryBook(
      ["01-a.md": "# A {#sec-a}\n\n[on](appendix.md#more)"], configuration: configuration, files: [Self.path: text])
    return try withExtendedLifetime(book) { try BookSource(folder: book.folder) }
  }

  @Test(arguments: ["", "chapters: [01-a]", "chapters: [01-a, appendix]"])
  func itIsNoChapter(configuration: String) throws {
    let source = try source("---\ntitle: On photographs\n---\n\n## More\n\nText.\n", configuration: configuration)
    #expect(source.chapters.map(\.slug) == ["01-a"])
    #expect(source.appendix?.frontMatter.title == "On photographs" && source.appendix?.number == 0)
    #expect(source.texts.map(\.slug) == ["01-a", "appendix"])
  }

  @Test func itIsNotNamedBeforeAChapter() throws {
    let error = try #require(throws: BookErrors.self) {
      try source("---\ntitle: P\n---\n", configuration: "chapters: [appendix, 01-a]")
    }
    #expect(
      error.description == """
        book.yml:3:12: error: the appendix appendix.md stands behind the chapters
          hint: name it last, or not at all
        """)
  }

  @Test(arguments: ["chapters: [appendix]", "chapters: []"])
  func aBookOfNothingElseHasNoChapters(configuration: String) throws {
    let error = try #require(throws: BookErrors.self) {
      try source("---\ntitle: P\n---\n", configuration: configuration)
    }
    #expect(error.errors.map(\.message) == ["the book has no chapters"])
  }

  @Test(arguments: [
    ("Text.", "1:1 the appendix has no front matter"),
    ("---\ntitle: P\nsummary: S\n---\n", "3:1 an appendix has no ‘summary’"),
    ("---\ntitle: P\n---\n[a](01-a.md#sec-b)", "4:1 the link leads to ‘#sec-b’, which chapters/01-a.md does not have"),
    ("---\ntitle: P\n---\n\n```swift run\nf()\n```", "5:1 the appendix runs no code"),
    ("---\ntitle: P\n---\nIt is `{swift} x`.", "4:16 the appendix runs no code, so ‘x’ has no value"),
  ])
  func aMistakeIsAnErrorAtItsPlace(text: String, expected: String) throws {
    let book = try TemporaryBook(["01-a.md": "# A {#sec-a}"], files: [Self.path: text])
    let errors = try withExtendedLifetime(book) {
      Checks(try BookSource(folder: book.folder), dataSets: []).errors().map {
        "\($0.file ?? "?"):\($0.line ?? 0):\($0.column ?? 0) \($0.message)"
      }
    }
    #expect(errors == ["\(Self.path):\(expected)"])
  }
}
