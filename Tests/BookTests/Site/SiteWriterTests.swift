import Book
import Foundation
import Messages
import Testing

@Suite struct SiteWriterTests {
  private func book() throws -> WovenBook {
    let book = try WovenBook()
    let block = "```swift run\n//| label: fig-a\nshow(a)\n```\n"
    try book.add("01-one", title: "One", block, outputs: ["fig-a": [.figure(.plot)]])
    let other = Figure(Picture(light: "second.png", dark: nil, width: 10, height: 10), description: "Another.")
    try book.add("02-two", title: "Two", block, outputs: ["fig-a": [.figure(other)]])
    return book
  }

  @Test func theLayoutForNarrowWindowsIsCopiedToo() throws {
    let book = try WovenBook()
    var figure = Figure.plot
    figure.narrow = Picture(light: "narrow.png", dark: "narrow-dark.png", width: 350, height: 300)
    #expect(figure.files == ["light.png", "dark.png", "narrow.png", "narrow-dark.png"])
    try book.add(
      "01-one", title: "One", "```swift run\n//| label: fig-a\nshow(a)\n```\n", outputs: ["fig-a": [.figure(figure)]])
    try book.build()
    #expect(try Set(book.snapshot().keys).isSuperset(of: figure.files.map { "images/" + $0 }))
  }

  @Test func everyFileIsThereAndNothingElse() throws {
    let book = try book()
    try book.build()
    #expect(
      Set(try book.snapshot().keys) == [
        "01-one.html", "02-two.html", "appendix.html", "index.html", "results.json", "assets/book.css",
        "assets/book.js", "images/light.png", "images/dark.png", "images/second.png",
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: book.folder.path).sorted() == ["results", "site"])
  }

  @Test func anUnchangedFileIsNotWrittenAgain() throws {
    let book = try book()
    try book.build()
    #expect(try book.build() == [])
  }

  @Test func refreshingOneChapterLeavesTheOthersAlone() throws {
    let book = try book()
    try book.build()
    book.provenance.commit = "later"
    #expect(try book.build(only: ["01-one"]) == ["01-one.html", "appendix.html", "index.html", "results.json"])
  }

  @Test func aPageThatIsMissingIsWrittenWithTheOthers() throws {
    let book = try book()
    #expect(try book.build(only: ["01-one"]).contains("02-two.html"))
  }

  @Test func anImageThatNoPageShowsIsRemoved() throws {
    let book = try book()
    try book.build()
    try book.write([1], to: "site/images/old.png")
    try book.build(only: ["01-one"])
    #expect(
      try book.snapshot().keys.filter { $0.hasPrefix("images/") }.sorted() == [
        "images/dark.png", "images/light.png", "images/second.png",
      ])
  }

  @Test func thePageOfAChapterThatIsGoneIsRemoved() throws {
    let book = try book()
    try book.build()
    book.chapters.removeLast()
    try book.build()
    let pages = try book.snapshot().keys.filter { $0.hasSuffix(".html") }
    #expect(pages.sorted() == ["01-one.html", "appendix.html", "index.html"])
    #expect(try book.snapshot()["images/second.png"] == nil)
  }

  @Test func filesThatAreNotTheBooksAreLeftAlone() throws {
    let book = try book()
    try book.write([1], to: "site/CNAME")
    try book.build()
    #expect(try book.snapshot()["CNAME"] == Data([1]))
  }

  @Test func anErrorInTheMiddleLeavesTheOldSite() throws {
    let book = try book()
    try book.build()
    let before = try book.snapshot()
    book.provenance.commit = "later"
    let lost = Figure(Picture(light: "lost.png", dark: nil, width: 1, height: 1), description: "Lost.")
    try book.add("03-three", title: "Three", "```swift run\n//| label: a\nf()\n```\n", outputs: ["a": [.figure(lost)]])
    try FileManager.default.removeItem(at: book.folder.appending(path: "results/images/lost.png"))
    #expect(throws: BookError.self) { try book.build() }
    #expect(try book.snapshot() == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: book.folder.path).sorted() == ["results", "site"])
  }

  @Test func aChapterWithMistakesLeavesTheOldSite() throws {
    let book = try book()
    try book.build()
    let before = try book.snapshot()
    try book.add("03-three", title: "Three", "See @fig-nowhere.\n")
    #expect(throws: BookErrors.self) { try book.build() }
    #expect(try book.snapshot() == before)
  }

  @Test func aFolderInTheWayIsOneClearError() throws {
    let book = try book()
    try book.write([1], to: "site/index.html/file")
    let error = try #require(throws: BookError.self) { try book.build() }
    #expect(error.description.contains("index.html"))
  }
}
