import Book
import Foundation
import Testing

/// `chapters/index.md`, the prose of the front page.
struct PrefaceTests {
  private static let path = "chapters/index.md"

  private func book(_ preface: String, configuration: String = "") throws -> TemporaryBook {
    try TemporaryBook(
      ["01-a.md": "# A {#sec-a}\n\n[back](index.md#why)"], configuration: configuration, files: [Self.path: preface])
  }

  private func errors(_ preface: String) throws -> [String] {
    let book = try TemporaryBook(["01-a.md": "# A {#sec-a}\n\n$$x$$ {#eq-x}"], files: [Self.path: preface])
    return Checks(try BookSource(folder: book.folder), dataSets: []).errors().map {
      "\($0.file ?? "?"):\($0.line ?? 0):\($0.column ?? 0) \($0.message)"
    }
  }

  @Test func itIsNoChapter() throws {
    let book = try book("---\ntitle: Preface\n---\n\n## Why\n\nText.\n")
    let source = try BookSource(folder: book.folder)
    #expect(source.chapters.map(\.slug) == ["01-a"])
    let preface = try #require(source.preface)
    #expect(preface.frontMatter.title == "Preface" && preface.number == 0 && preface.errors == [])
    withExtendedLifetime(book) { #expect(Checks(source, dataSets: []).errors() == []) }
  }

  @Test func aBookWithoutOneIsAsBefore() throws {
    let book = try TemporaryBook(["01-a.md": "Text.", "_index.md": "No."])
    let source = try BookSource(folder: book.folder)
    #expect(source.preface == nil && source.texts.map(\.slug) == ["01-a"])
  }

  @Test(arguments: ["chapters: [01-a]", "chapters: [index, 01-a]", "chapters: [index.md, 01-a.md]"])
  func itMayBeNamedBeforeTheChapters(configuration: String) throws {
    let book = try book("---\ntitle: P\n---\n", configuration: configuration)
    let source = try withExtendedLifetime(book) { try BookSource(folder: book.folder) }
    #expect(source.preface != nil && source.chapters.map(\.slug) == ["01-a"])
  }

  @Test func itIsNotNamedBehindAChapter() throws {
    let error = try #require(throws: BookErrors.self) {
      let book = try book("---\ntitle: P\n---\n", configuration: "chapters: [01-a, index]")
      _ = try BookSource(folder: book.folder)
    }
    #expect(
      error.description == """
        book.yml:3:18: error: the preface index.md stands before the chapters
          hint: name it first, or not at all
        """)
  }

  @Test func namedButNotThereIsAnError() throws {
    let book = try TemporaryBook(["01-a.md": "Text."], configuration: "chapters: [index, 01-a]")
    let error = try #require(throws: BookErrors.self) { try BookSource(folder: book.folder) }
    #expect(error.errors.map(\.message) == ["there is no file chapters/index.md"])
  }

  @Test(arguments: [
    ("Text.", "1:1 the preface has no front matter"),
    ("---\n---\n", "1:1 the preface has no title"),
    ("---\ntitle: P\nsummary: S\n---\n", "3:1 a preface has no ‘summary’"),
    ("---\ntitle: P\nparams:\n  a: 1\n---\n", "3:1 a preface has no ‘params’"),
    ("---\ntitel: P\n---\n", "2:1 unknown name ‘titel’"),
    ("---\ntitle: P\n---\nSee @fig-a.", "4:5 ‘@fig-a’ refers to nothing"),
    ("---\ntitle: P\n---\nSee @eq-x.", "4:5 ‘@eq-x’ refers to nothing"),
    ("---\ntitle: P\n---\n[a](01-b.md)", "4:1 there is no file chapters/01-b.md"),
    ("---\ntitle: P\n---\n[a](01-a.md#sec-b)", "4:1 the link leads to ‘#sec-b’, which chapters/01-a.md does not have"),
    ("---\ntitle: P\n---\n\n```swift run\nf()\n```", "5:1 the preface runs no code"),
    ("---\ntitle: P\n---\nIt is `{swift} x`.", "4:16 the preface runs no code, so ‘x’ has no value"),
  ])
  func aMistakeIsAnErrorAtItsPlace(preface: String, expected: String) throws {
    #expect(try errors(preface) == ["\(Self.path):\(expected)"])
  }

  @Test func everyConstructOfAChapterButCodeThatRunsIsInOrder() throws {
    let text = """
      ---
      title: P
      ---

      ## Why {#sec-why}

      See @sec-why, [a](01-a.md#sec-a), [b](01-a.md#eq-x), a note[^1] and $x$.

      - one

      | a |
      |---|
      | b |

      ::: note
      Text.
      :::

      ```swift
      shown()
      ```

      [^1]: Note.
      """
    #expect(try errors(text) == [])
  }

  @Test func aChapterMayLinkToIt() throws {
    #expect(try Weaving().body("[p](index.md#why)\n") == "<p><a href=\"index.html#why\">p</a></p>")
  }
}
