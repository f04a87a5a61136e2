import Book
import Foundation
import Testing

struct ChecksTests {
  private static let figure = "```swift run\n//| label: fig-a\n//| fig-cap: A\nx\n```\n"

  /// The errors of a book's first chapter as `line:column message`, lines counted from the prose's first, and hints.
  private func check(_ prose: String, others: [String: String] = [:], configuration: String = "") throws -> [BookError]
  {
    let chapters = others.merging(["01-a.md": prose]) { first, _ in first }
    let files = ["images/seven.png": "", "chapters/near.png": "", "data.csv": ""]
    let book = try TemporaryBook(chapters, configuration: configuration, files: files)
    let source = try BookSource(folder: book.folder)
    return Checks(source, dataSets: ["mnist", "fashion-mnist"]).errors(in: source.chapters[0])
  }

  private func places(_ errors: [BookError]) -> [String] {
    errors.map { "\(($0.line ?? 0) - 3):\($0.column ?? 0) \($0.message)" }
  }

  @Test(arguments: [
    "\(figure)\nSee @fig-a, `@fig-b`, \\@fig-c and me@fig-d.org.",
    "# A {#sec-a}\n\nSee @sec-a and [a](#sec-a).",
    "# A b\n\n[a](#a-b)", "[b](02-b.md) [b](02-b.md#head) [b](./02-b.md#head)",
    "![Seven](../images/seven.png) ![Near](near.png)", "![Dot](data:image/png;base64,AA==)",
    "[a](https://example.org) [b](mailto:a@b.org) <http://x.org>", "[a](../data.csv)",
    "a[^1]\n\n[^1]: b", "```swift\na // <1>\nb // <2>\nc // <1>\n```\n1. A\n2. B",
    "`swift x` `{swiftly}` `x {swift}`",
  ])
  func chapterInOrderHasNoErrors(prose: String) throws {
    #expect(try check(prose, others: ["02-b.md": "# Head"]) == [])
  }

  @Test(
    arguments: [
      ("a @fig-b.", "1:3 ‘@fig-b’ refers to nothing", "//| label: fig-b"),
      ("\(figure)a\\\nb @fig-b", "7:3 ‘@fig-b’ refers to nothing", "did you mean ‘fig-a’?"),
      ("a @sec-b.", "1:3 ‘@sec-b’ refers to nothing", "## Title {#sec-b}"),
      ("a @sec-other.", "1:3 ‘@sec-other’ refers to nothing", "02-b.md#sec-other"),
      (
        "```swift run\n//| label: fig-a\n//| eval: false\nx\n```\n@fig-a",
        "6:1 ‘@fig-a’ refers to the block in line 4, which is not run", "eval"
      ),
      (
        "```swift run\n//| label: fig-a\n//| output: false\nx\n```\n@fig-a",
        "6:1 ‘@fig-a’ refers to the block in line 4, whose output is hidden", "output"
      ),
      (
        "```swift run\n//| label: fig-a\nx\n```\n@fig-a",
        "5:1 ‘@fig-a’ refers to the block in line 4, which has no caption", "//| fig-cap"
      ),
      ("[a](03-c.md)", "1:1 there is no file chapters/03-c.md", nil),
      ("[a](02-c.md)", "1:1 there is no file chapters/02-c.md", "02-b.md"),
      ("[a](02-b.html)", "1:1 there is no file chapters/02-b.html", "02-b.md"),
      ("text [a](02-b.md#nowhere)", "1:6 the link leads to ‘#nowhere’, which chapters/02-b.md does not have", nil),
      ("[a](#nowhere)", "1:1 the link leads to ‘#nowhere’, which this chapter does not have", nil),
      (
        "# Some title\n[a](#some-titel)", "2:1 the link leads to ‘#some-titel’, which this chapter does not have",
        "#some-title"
      ),
      ("[a]()", "1:1 this link leads nowhere", nil),
      ("[a](/etc/passwd)", "1:1 ‘/etc/passwd’ is outside the book’s folder", nil),
      ("[a](../../x.md)", "1:1 ‘../../x.md’ is outside the book’s folder", nil),
      ("- a\n  ![b](c.png)", "2:3 there is no file chapters/c.png", nil),
      ("![b](nera.png)", "1:1 there is no file chapters/nera.png", "near.png"),
      ("![](near.png)", "1:1 this image has no text alternative", nil),
      ("![a](https://example.org/x.png)", "1:1 the image ‘https://example.org/x.png’ is on another host", nil),
      ("a[^1]", "1:2 the footnote ‘1’ is not defined", "[^1]: text"),
      ("a\n\n[^1]: b", "3:1 nothing refers to the footnote ‘1’", nil),
      ("a[^1]\n\n[^1]: b\n\n[^1]: c", "5:1 the footnote ‘1’ is defined twice; the first time in line 6", nil),
      ("```swift\na // <1>\nb // <2>\n```\n1. A", "3:0 the marker <2> has no explanation", "‘2.’"),
      ("```swift\na // <1>\n```\ntext", "2:0 the marker <1> has no explanation", nil),
      ("```swift\na // <1>\n```\n1. A\n2. B", "5:4 item 2 explains no line of the code above", "// <2>"),
      ("```swift run\n//| echo: true\n\na // <1>\n```\n", "4:0 the marker <1> has no explanation", nil),
      ("a `{Swift} x`", "1:3 ‘{Swift} x’ is no inline expression", nil),
      ("a `{swift}x`", "1:3 ‘{swift}x’ is no inline expression", nil),
      ("a `{ swift } x`", "1:3 ‘{ swift } x’ is no inline expression", nil),
      ("a `{swift x}`", "1:3 ‘{swift x}’ is no inline expression", nil),
      ("```swift\na // <1>\n```\n1. [a](nowhere.md)", "4:4 there is no file chapters/nowhere.md", nil),
    ] as [(String, String, String?)])
  func mistakeIsReportedAtItsPlace(prose: String, expected: String, hint: String?) throws {
    let errors = try check(prose, others: ["02-b.md": "# Head\n\n# Other {#sec-other}"])
    #expect(places(errors) == [expected])
    if let hint { #expect(errors.first?.hint?.contains(hint) == true, "\(errors)") }
  }

  @Test func chapterLeftOutOfTheListIsNoTarget() throws {
    let errors = try check("[b](02-b.md)", others: ["02-b.md": "B."], configuration: "chapters: [01-a]")
    #expect(places(errors) == ["1:1 ‘02-b.md’ is not a chapter of this book"])
  }

  @Test func unknownDataSetIsNamed() throws {
    let text = "---\ntitle: T\ndata:\n  - mnist\n  - fashon-mnist\n---\n"
    let chapter = ChapterParser(path: "chapters/a.md", number: 1).parse(Array(text.utf8))
    let book = BookSource(
      folder: FileManager.default.temporaryDirectory, configuration: BookConfiguration(title: "T"), chapters: [chapter])
    #expect(
      Checks(book, dataSets: ["mnist", "fashion-mnist"]).errors().map(\.description) == [
        "chapters/a.md:5:5: error: unknown data set ‘fashon-mnist’\n  hint: did you mean ‘fashion-mnist’?"
      ])
  }

  @Test func everyErrorComesInOnePassInTheOrderOfTheLines() throws {
    let prose = "@fig-x\n\n::: nope\n:::\n\n```swift run\n//| lable: a\n```\n\n![](x.png)\n\n[a](#b)"
    #expect(try check(prose).map { ($0.line ?? 0) - 3 } == [1, 3, 6, 7, 10, 10, 12])
  }
}
