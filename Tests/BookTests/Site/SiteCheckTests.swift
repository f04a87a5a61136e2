import Book
import Foundation
import Testing

/// A site that is kept is held against its book.
@Suite struct SiteCheckTests {
  private let book: WovenBook

  init() throws {
    book = try WovenBook()
    try book.add(
      "01-one", title: "One", "First.\n\n```swift run\n//| label: a\nf()\n```\n", outputs: ["a": [.text("1")]])
    try book.add("02-two", title: "Two", "Second.\n")
    try book.build()
  }

  /// The messages of the check of the site against the book as it is now.
  private var messages: [String] {
    let source = BookSource(
      folder: book.folder, configuration: book.configuration, chapters: book.chapters.map(\.chapter),
      preface: book.preface, appendix: book.appendix)
    return SiteCheck(source, site: book.site).errors().map { "\($0.file ?? ""): \($0.message)" }
  }

  private func rewrite(_ index: Int, _ text: String) {
    let former = book.chapters[index].chapter
    book.chapters[index].chapter = ChapterParser(path: former.path, number: former.number).parse(Array(text.utf8))
  }

  @Test func aSiteJustBuiltMatches() { #expect(messages == []) }

  @Test func anEditOfProseIsSeenOnItsPageAlone() {
    rewrite(1, "---\ntitle: 'Two'\nsummary: About 02-two.\n---\nSecond, edited.\n")
    #expect(messages == ["chapters/02-two.md: its page site/02-two.html was built from another text"])
  }

  @Test func aNewTitleIsOnEveryPage() {
    rewrite(1, "---\ntitle: 'New'\nsummary: About 02-two.\n---\nSecond.\n")
    #expect(messages.count == 4)
  }

  @Test func theWordsOfTheFrontPageAreHeldAgainstTheBook() {
    book.configuration.author = "Somebody"
    #expect(
      messages == ["index", "appendix"].map { "book.yml: its page site/\($0).html was built from another text" })
  }

  @Test func thePrefaceIsHeldAgainstTheFrontPage() throws {
    try book.setPreface("Text.\n")
    try book.build()
    #expect(messages == [])
    try book.setPreface("Text, edited.\n")
    #expect(messages == ["chapters/index.md: its page site/index.html was built from another text"])
    book.preface = nil
    #expect(messages.count == 4)
  }

  @Test func theProseOfTheAppendixIsHeldAgainstItsPage() throws {
    try book.setPreface("Text.\n")
    try book.setAppendix("Text.\n")
    try book.build()
    #expect(messages == [])
    try book.setAppendix("Text, edited.\n")
    #expect(messages == ["chapters/appendix.md: its page site/appendix.html was built from another text"])
    book.configuration.author = "Somebody"
    #expect(
      messages == ["index", "appendix"].map { "book.yml: its page site/\($0).html was built from another text" })
  }

  @Test func anotherTitleOfThePrefaceIsOnEveryPage() throws {
    try book.setPreface("Text.\n")
    try book.build()
    try book.setPreface("Text.\n", title: "Foreword")
    #expect(messages.count == 4)
  }

  @Test func aMissingPageIsNamed() throws {
    try FileManager.default.removeItem(at: book.site.appending(path: "02-two.html"))
    #expect(messages == ["chapters/02-two.md: its page site/02-two.html is missing"])
  }

  @Test func aPageWithoutAChapterIsNamed() throws {
    try Data("<p>".utf8).write(to: book.site.appending(path: "03-gone.html"))
    #expect(messages == ["site/03-gone.html: the page belongs to no chapter"])
  }

  @Test func aPageWithResultsOfAnEarlierTextDoesNotMatch() throws {
    book.chapters[0].stale = ["a"]
    try book.build()
    #expect(
      messages == [
        "chapters/01-one.md: its page site/01-one.html does not say that its results are those of this text"
      ])
  }

  @Test func noSiteAtAllIsAnErrorForEachPage() throws {
    try FileManager.default.removeItem(at: book.site)
    #expect(messages.count == 4 && messages.allSatisfy { $0.hasSuffix("is missing") })
  }
}
