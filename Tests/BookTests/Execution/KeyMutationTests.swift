import Foundation
import Testing

/// One edit for each kind of thing that a block's result may depend on, with the exact set of blocks that must run.
@Suite(.enabled(if: ExecutedBook.canRun, "the kernel and the runtime are not built"), .serialized)
struct KeyMutationTests {
  static let chapter = """
    ---
    title: Keys
    summary: What a key holds.
    params: {epochs: 3, unused: 1}
    ---
    Some prose.

    ```swift run
    //| label: one
    let a = 40 // forty
    func double(_ x: Int) -> Int { x * 2 }
    ```

    More prose.

    ```swift run
    //| label: two
    print(params.epochs + a, "words")
    ```

    In prose: `{swift} a + 1`.

    ```swift run
    //| label: three
    print(try String(contentsOf: bookFile("data.txt"), encoding: .utf8))
    ```

    ```swift run
    //| label: four
    double(a)
    ```

    """

  /// An edit of the chapter's text: `from` becomes `to`.
  struct Edit: Sendable, CustomTestStringConvertible {
    var name: String
    var from: String
    var to: String
    var mustRun: [String]
    var testDescription: String { name }

    init(_ name: String, _ from: String, _ to: String, _ mustRun: [String]) {
      (self.name, self.from, self.to, self.mustRun) = (name, from, to, mustRun)
    }
  }

  static let all = ["one", "two", "inline-after-two", "three", "four"]

  static let edits = [
    Edit("prose", "More prose.", "Other prose, and more of it.\n\nA paragraph.", []),
    Edit("title", "title: Keys", "title: Locks", []),
    Edit("comment", "// forty", "// a comment that says something else", []),
    Edit("new comment line", "let a = 40", "// why\nlet a = 40", []),
    Edit("white space", "let a = 40", "let   a  =  40", []),
    Edit("line break", "{ x * 2 }", "{\n  x * 2\n}", []),
    Edit("blank line", "// forty\n", "\n\n", []),
    Edit("label", "label: two", "label: second", []),
    Edit("echo", "//| label: two", "//| label: two\n//| echo: false", []),
    Edit("code-fold", "//| label: two", "//| label: two\n//| code-fold: true", []),
    Edit("code-summary", "//| label: two", "//| label: two\n//| code-summary: Look", []),
    Edit("output", "//| label: two", "//| label: two\n//| output: asis", []),
    Edit("fig-cap", "//| label: two", "//| label: fig-two\n//| fig-cap: A figure", []),
    Edit("fig-alt", "//| label: two", "//| label: fig-two\n//| fig-alt: A figure", []),
    Edit("fig-width", "//| label: two", "//| label: two\n//| fig-width: 300", []),
    Edit("tbl-cap", "//| label: two", "//| label: tbl-two\n//| tbl-cap: A table", []),
    Edit("layout-ncol", "//| label: two", "//| label: two\n//| layout-ncol: 2", []),
    Edit("timeout", "//| label: two", "//| label: two\n//| timeout: 30", []),
    Edit("error that did not come", "//| label: two", "//| label: two\n//| error: true", []),
    Edit("unread parameter", "unused: 1", "unused: 2", []),
    Edit("new parameter", "unused: 1", "unused: 1, other: true", []),

    Edit("literal", "let a = 40", "let a = 41", all),
    Edit("keyword", "let a", "var a", all),
    Edit("name", "double(_ x: Int) -> Int { x * 2 }", "double(_ y: Int) -> Int { y * 2 }", all),
    Edit("two statements for one", "x * 2 }", "x * 2 }; _ = 1", all),
    Edit("operator", "params.epochs + a", "params.epochs - a", ["two", "inline-after-two", "three", "four"]),
    Edit("string", "\"words\"", "\"word\"", ["two", "inline-after-two", "three", "four"]),
    Edit("inline expression", "{swift} a + 1", "{swift} a + 2", ["inline-after-two", "three", "four"]),
    Edit("last block", "double(a)", "double(a + 1)", ["four"]),
    Edit("parameter that is read", "epochs: 3", "epochs: 4", ["two", "inline-after-two", "three", "four"]),
    Edit("type of a parameter", "epochs: 3", "epochs: 3.0", ["two", "inline-after-two", "three", "four"]),
    Edit("seed", "title: Keys", "title: Keys\nseed: 6", all),
    Edit("eval", "//| label: three", "//| label: three\n//| eval: false", ["four"]),
    Edit(
      "new block", "More prose.", "```swift run\n//| label: new\nlet n = 1\n```",
      ["new", "two", "inline-after-two", "three", "four"]),
  ]

  @Test func exactlyTheAffectedBlocksMustRun() throws {
    let book = try ExecutedBook(Self.chapter, files: ["data.txt": "content"])
    #expect(try book.planned() == Self.all)
    let report = try book.run()
    #expect(report.failure == nil)
    #expect(report.executed == Self.all)
    #expect(try book.planned() == [])
    #expect(try book.run().executed == [])
    for edit in Self.edits {
      let text = Self.chapter.replacing(edit.from, with: edit.to)
      #expect(text != Self.chapter, "\(edit.name) changes nothing")
      try book.set(text)
      #expect(try book.planned() == edit.mustRun, "\(edit.name)")
    }
    try book.set(Self.chapter)
    try fileMutations(book)
    try buildMutations(book)
  }

  private func fileMutations(_ book: ExecutedBook) throws {
    try book.write("other content", to: "data.txt")
    #expect(try book.planned() == ["three", "four"])
    #expect(try book.reasons("three") == ["file `data.txt` changed"])
    #expect(try book.reasons("four") == ["block `three` above it must run"])
    try book.remove("data.txt")
    #expect(try book.reasons("three") == ["file `data.txt` is gone"])
    try book.write("content", to: "data.txt")
    #expect(try book.planned() == [])
  }

  private func buildMutations(_ book: ExecutedBook) throws {
    book.options.parameters = ["epochs": "9"]
    #expect(try book.reasons("two") == ["parameter `epochs` is `9`, and was `3`"])
    book.options.parameters = [:]
    book.options.freshSince = Date()
    #expect(try book.planned() == Self.all)
    book.options.freshSince = nil
    try corruptResult(of: "two", in: book)
    #expect(try book.reasons("two") == ["it has no stored result"])
    #expect(try book.planned() == ["two", "inline-after-two", "three", "four"])
    #expect(try book.run().executed == ["two", "inline-after-two", "three", "four"])
  }

  private func corruptResult(of label: String, in book: ExecutedBook) throws {
    try book.write("{ \"label\": \"\(label)\", ", to: ".quire/results/01-test/\(label).json")
  }

  @Test func aRenamedBlockKeepsItsResultAndTheOldNameIsForgotten() throws {
    let book = try ExecutedBook(Self.chapter, files: ["data.txt": "content"])
    #expect(try book.run().failure == nil)
    try book.set(Self.chapter.replacing("label: two", with: "label: second"))
    let report = try book.run()
    #expect(report.executed == [])
    #expect(report.shown("second") == ["text 43 words"])
    let files = try FileManager.default.contentsOfDirectory(atPath: book.folder.path + "/.quire/results/01-test")
    #expect(Set(files) == ["one.json", "second.json", "inline-after-second.json", "three.json", "four.json"])
  }

  @Test func aResultWhosePictureIsGoneIsNoResult() throws {
    let book = try ExecutedBook("```swift run\n//| label: fig-a\nFigure { Line(x: [1, 2], y: [3, 4]) }\n```\n")
    #expect(try book.run().shown("fig-a") == ["figure 560x320"])
    #expect(try book.planned() == [])
    try FileManager.default.removeItem(at: book.folder.appendingPathComponent(".quire/images"))
    #expect(try book.planned() == ["fig-a"])
  }
}
