import Book
import Foundation
import Testing

/// What the compiler says stands at the author's line and column, before anything runs.
@Suite(.enabled(if: ExecutedBook.canRun, "the kernel and the runtime are not built"), .serialized)
struct CompileErrorTests {
  /// Every `·` marks a place where an error can be planted, on a line of its own.
  static let chapter = """
    Prose above.

    ```swift run
    ·
    let a = 1
    ·
    func f(_ x: Int) -> Int {
      ·
      return x
    }
    ·
    ```

    - A list with a fence:

      ```swift run
      //| label: listed
      ·
      let b = f(a)
      ·
      ```

    > ```swift run
    > ·
    > let c = b + 1
    > ·
    > c
    > ```

    ```swift run
    //| label: last
    //| code-fold: true
    if a > 0 {
      ·
    }
    ·
    a + c
    ```

    """

  static let places = chapter.count { $0 == "·" }

  @Test(arguments: 0..<places)
  func aPlantedErrorIsReportedAtItsLineAndColumn(place: Int) throws {
    let planted = "let planted: Int = \"text\""
    let parts = Self.chapter.split(separator: "·", omittingEmptySubsequences: false)
    let before = parts[...place].joined()
    let text = before + planted + parts[(place + 1)...].joined()
    let book = try ExecutedBook(text)
    let line = try #require(try book.line(of: planted))
    let indent =
      before.count - (before.lastIndex(of: "\n").map { before.distance(from: before.startIndex, to: $0) + 1 } ?? 0)
    let errors = try book.checkErrors()
    #expect(errors.count == 1)
    #expect(errors.first?.file == "chapters/01-test.md")
    #expect(errors.first?.line == line)
    #expect(errors.first?.column == indent + 20)
    #expect(errors.first?.message == "cannot convert value of type 'String' to specified type 'Int'")
  }

  @Test func columnsOfTheLastExpressionAndAfterWideCharactersAreTheAuthors() throws {
    let book = try ExecutedBook("```swift run\nlet é = \"日本\"; let n = é.cound\n```\n")
    #expect(try book.checkErrors().map(\.column) == [25])
    try book.set("```swift run\nlet a = [1]\n  a.mapp { $0 }\n```\n")
    let error = try #require(try book.checkErrors().first)
    #expect(error.line == 7)
    #expect(error.column == 5)
  }

  @Test func anErrorInAnInlineExpressionIsReportedThere() throws {
    let book = try ExecutedBook("```swift run\nlet a = 1\n```\n\nText `{swift} a` and `{swift} a + missing`.\n")
    let error = try #require(try book.checkErrors().first)
    #expect(error.line == 9)
    #expect(error.column == 35)
    #expect(error.message == "cannot find 'missing' in scope")
  }

  @Test func errorsThatNeedMoreThanTypesAreFoundToo() throws {
    let book = try ExecutedBook("```swift run\nfunc f(_ n: Int) -> Int {\n  if n > 1 { return 1 }\n}\nprint(1)\n```\n")
    #expect(try book.checkErrors().first?.message.hasPrefix("missing return") == true)
  }

  @Test func allErrorsOfABlockAreReported() throws {
    let book = try ExecutedBook("```swift run\nlet a: Int = \"\"\nlet b = nowhere\n```\n")
    #expect(try book.checkErrors().map(\.line) == [6, 7])
  }

  @Test func waitingIsRefused() throws {
    let book = try ExecutedBook("```swift run\nfunc f() async {}\n  await f()\n```\n")
    let error = try #require(try book.checkErrors().first)
    #expect(error.line == 7)
    #expect(error.column == 3)
    #expect(error.message.contains("cannot `await`"))
  }

  @Test func nothingRunsWhenTheLastBlockIsWrong() throws {
    let book = try ExecutedBook(
      "```swift run\ntry \"ran\".write(toFile: \"ran.txt\", atomically: true, encoding: .utf8)\n```\n\n```swift run\nwrong\n```\n"
    )
    #expect(throws: BookErrors.self) { try book.run() }
    #expect(!FileManager.default.fileExists(atPath: book.folder.path + "/ran.txt"))
  }

  @Test func aWarningIsAtItsPlaceAndStopsNothing() throws {
    let book = try ExecutedBook(
      "```swift run\nfunc g() { let unused = 3 }\nfatalErrorIsFine()\nfunc fatalErrorIsFine() {}\n```\n")
    #expect(try book.check().map { "\($0)".prefix(34) } == ["chapters/01-test.md:6:16: warning:"])
  }
}
