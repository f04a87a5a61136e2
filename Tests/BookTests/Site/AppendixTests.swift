import Book
import Foundation
import Messages
import Testing

/// The page that says how each number was made.
@Suite struct AppendixTests {
  @Test func parametersHaveTheValuesThatTheBlocksRead() throws {
    let book = try WovenBook()
    let text = """
      ---
      title: T
      params:
        epochs: {sample: 3, full: 30}
        name: plain
        unread: 1
      ---
      ```swift run
      //| label: a
      f()
      ```
      """
    let chapter = ChapterParser(path: "chapters/01-t.md", number: 1).parse(Array(text.utf8))
    #expect(chapter.errors.isEmpty)
    let read = [("epochs", "Int 7"), ("name", "String two words")].map {
      Dependency(kind: .parameter, name: $0.0, fingerprint: $0.1)
    }
    let result = BlockResult(label: "a", key: "key", dependencies: read, outputs: [], seconds: 1)
    book.chapters.append(SiteChapter(chapter, results: ChapterResults(blocks: [result], status: [:], facts: nil)))
    try book.build()
    #expect(
      try book.read("appendix.html").contains(
        "Parameters: <code>epochs</code> = 7, <code>name</code> = two words.</p>"))
  }

  @Test func aChapterThatWasNotRunHasNoAccount() throws {
    let book = try WovenBook()
    try book.add("01-one", title: "One", "Only text.\n")
    try book.build()
    #expect(try !book.read("appendix.html").contains("<section"))
  }

  @Test func theLastChapterLeadsToIt() throws {
    let book = try WovenBook()
    try book.add("01-one", title: "One", "Only text.\n")
    try book.build()
    #expect(try book.read("01-one.html").contains("<a rel=\"next\" href=\"appendix.html\">"))
  }
}
