import Book
import Foundation
import Testing

/// The whole path from chapter files to a site, on tiny books, with what goes wrong on the way.
@Suite(.enabled(if: ExecutedBook.canRun, "the kernel is not built"))
struct BookBuilderTests {
  private static let chapter = """
    ```swift run
    //| label: numbers
    let values = [1, 2, 3]
    print("the values are", values)
    ```

    ```swift run
    //| label: sum
    let six = values.reduce(0, +)
    metric("sum", six)
    claim("Sum", Double(six), atLeast: 6, source: "arithmetic")
    ```

    The sum is `{swift} six`.
    """

  @Test func aBookBecomesASite() throws {
    let book = try ExecutedBook(Self.chapter)
    let outcome = try book.build()
    #expect(outcome.errors.isEmpty)
    let page = try book.page("01-test.html")
    #expect(page.contains("the values are [1, 2, 3]"))
    #expect(page.contains("The sum is 6."))
    #expect(try book.page("index.html").contains("arithmetic"))
    #expect(try book.page("results.json").contains("\"met\" : true"))
  }

  @Test func anUnchangedBookRunsNothing() throws {
    let book = try ExecutedBook(Self.chapter)
    _ = try book.build()
    let report = try #require(try book.build().reports.first?.report)
    #expect(report.executed.isEmpty)
  }

  @Test func aChangeOfProseChangesThePageAndRunsNothing() throws {
    let book = try ExecutedBook(Self.chapter)
    _ = try book.build()
    try book.set(Self.chapter.replacing("The sum is", with: "Together they make"))
    let report = try #require(try book.build().reports.first?.report)
    #expect(report.executed.isEmpty)
    #expect(try book.page("01-test.html").contains("Together they make 6."))
  }

  @Test(arguments: ["values[7]", "nowhere.count", "Int(\"six\")!"])
  func aChapterThatFailsLeavesTheSiteAsItWas(mistake: String) throws {
    let book = try ExecutedBook(Self.chapter)
    _ = try book.build()
    let before = try book.siteContent()
    try book.set(Self.chapter.replacing("values.reduce(0, +)", with: mistake))
    let outcome = try book.build()
    let error = try #require(outcome.errors.first)
    #expect(error.file == "chapters/01-test.md")
    #expect(try error.line == book.line(of: mistake))
    #expect(try book.siteContent() == before)
  }

  @Test func whatABlockPrintedBeforeItFailedIsReported() throws {
    let book = try ExecutedBook("```swift run\nprint(\"so far\")\nfatalError(\"stop\")\n```\n")
    let error = try #require(try book.build().errors.first)
    #expect(error.description.contains("so far"))
  }

  @Test func anotherChapterStillRunsAndItsResultsAreKept() throws {
    let book = try ExecutedBook("```swift run\nfatalError()\n```\n")
    try book.write(
      "---\ntitle: B\nsummary: b\n---\n\n```swift run\n//| label: good\nlet x = 1\n```\n", to: "chapters/02-b.md")
    let outcome = try book.build()
    #expect(outcome.errors.count == 1)
    #expect(outcome.reports.map(\.chapter.slug) == ["02-b"])
    #expect(try book.build().reports.first?.report.executed == [])
  }

  @Test func theFrontPageKeepsTheChaptersThatAreNotRun() throws {
    let book = try ExecutedBook(Self.chapter)
    try book.write("---\ntitle: Other\nsummary: b\n---\n\n```swift run\nprint(1)\n```\n", to: "chapters/02-b.md")
    _ = try book.build()
    try book.set(Self.chapter.replacing("[1, 2, 3]", with: "[2, 3, 4]"))
    #expect(try book.build(only: ["02-b"]).errors.isEmpty)
    #expect(try book.page("index.html").contains("arithmetic"))
    #expect(try book.page("01-test.html").contains("The sum is 6."))
  }
}

extension ExecutedBook {
  private var site: URL { folder.appendingPathComponent("site") }

  /// Builds the book into its folder `site`.
  fileprivate func build(only slugs: [String]? = nil) throws -> BookBuilder.Outcome {
    let source = try BookSource(folder: folder)
    let runner = try ChapterRunner(book: folder, options: options, kit: Self.kit, toolchain: Self.toolchain)
    let builder = BookBuilder(source: source, runner: runner, version: "test", site: site)
    let chapters = source.chapters.filter { slugs?.contains($0.slug) ?? true }
    return try builder.build(chapters) { _, _ in }
  }

  fileprivate func page(_ name: String) throws -> String {
    try String(contentsOf: site.appendingPathComponent(name), encoding: .utf8)
  }

  /// Every file of the site with its content.
  fileprivate func siteContent() throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: site.path)
    var content: [String: Data] = [:]
    for path in paths {
      let file = site.appendingPathComponent(path)
      if let data = try? Data(contentsOf: file) { content[path] = data }
    }
    return content
  }
}
