import Book
import Foundation
import Messages
import Testing

@Suite struct FigureTests {
  @Test func aFigureHasBothRenderingsSizeAndAlternative() throws {
    let body = try Weaving().cell("label: fig-a", "fig-cap: A `caption`.", outputs: [.figure(.plot)])
    #expect(
      body.contains(
        """
        <figure id="fig-a"><picture><source data-dark="" media="screen and (prefers-color-scheme: dark)" \
        srcset="images/dark.png" width="640" height="360"><img src="images/light.png" alt="A curve." width="640" height="360"></picture>\
        <figcaption><b>Figure 1.1:</b> A <code>caption</code>.</figcaption></figure>
        """))
  }

  @Test func narrowWindowsGetALayoutOfTheirOwn() throws {
    var figure = Figure.plot
    figure.narrow = Picture(light: "narrow.png", dark: "narrow-dark.png", width: 350, height: 300)
    let body = try Weaving().cell(outputs: [.figure(figure)])
    #expect(
      body.contains(
        """
        <picture><source data-dark=" and (max-width: 30rem)" \
        media="screen and (prefers-color-scheme: dark) and (max-width: 30rem)" \
        srcset="images/narrow-dark.png" width="350" height="300">\
        <source media="screen and (max-width: 30rem)" srcset="images/narrow.png" width="350" height="300">\
        <source data-dark="" media="screen and (prefers-color-scheme: dark)" \
        srcset="images/dark.png" width="640" height="360"><img
        """))
    #expect(try !Weaving().cell("fig-width: 320", outputs: [.figure(figure)]).contains("narrow.png"))
  }

  @Test func theAuthorsAlternativeComesBeforeTheDerivedOne() throws {
    #expect(
      try Weaving().cell("fig-alt: 'Says \"it\"'", outputs: [.figure(.plot)]).contains("alt=\"Says &quot;it&quot;\""))
  }

  @Test func aFigureWithNeitherIsAnErrorAtItsBlock() throws {
    let error = try #require(throws: BookErrors.self) { try Weaving().cell(outputs: [.figure(.photograph)]) }
    #expect(
      error.errors == [
        BookError(
          "the figure of block 'a' has no text alternative", file: "chapters/01-title.md", line: 5,
          hint: "say what it shows in a line `//| fig-alt: …`")
      ])
  }

  @Test func onlyTheFirstImageIsLoadedAtOnce() throws {
    let body = try Weaving().cell("fig-alt: A", outputs: [.figure(.plot), .text("x"), .figure(.photograph)])
    #expect(body.components(separatedBy: "<img").count == 3)
    #expect(body.components(separatedBy: "loading=\"lazy\"").count == 2)
  }

  @Test func aWidthScalesTheHeight() throws {
    let body = try Weaving().cell("fig-width: 320", outputs: [.figure(.plot)])
    #expect(body.contains("width=\"320\" height=\"180\""))
  }

  @Test func figuresOfOneCaptionShareAGrid() throws {
    let body = try Weaving().cell(
      "label: fig-a", "layout-ncol: 2", "fig-cap: Both.", outputs: [.figure(.plot), .text("between"), .figure(.plot)])
    #expect(body.components(separatedBy: "<figure").count == 2)
    #expect(body.contains("<div class=\"grid\" style=\"--columns: 2\"><picture>"))
    #expect(body.components(separatedBy: "id=\"fig-a\"").count == 2)
  }

  @Test func figuresWithoutCaptionBearNoNumber() throws {
    let body = try Weaving().cell(outputs: [.figure(.plot), .figure(.plot)])
    #expect(body.components(separatedBy: "<figure>").count == 3 && !body.contains("figcaption"))
  }

  @Test func numbersCountThroughTheChapter() throws {
    let text = ["fig-a", "tbl-b", "fig-c"].map { "```swift run\n//| label: \($0)\nf()\n```\n" }.joined(separator: "\n")
    let numbering = Numbering(Weaving().chapter(text))
    #expect(numbering.figure("fig-a") == "Figure 1.1" && numbering.figure("fig-c") == "Figure 1.2")
    #expect(numbering.table("tbl-b") == "Table 1.1" && numbering.figure("tbl-b") == nil)
  }

  @Test func anImageOfTheTextIsCopiedUnderTheHashOfItsContent() throws {
    let book = try WovenBook()
    try book.write(PNGHeader.bytes(width: 3, height: 2), to: "chapters/figures/a.png")
    let woven = try Weaving(bookFolder: book.folder).woven("![An \"alt\"](figures/a.png \"The caption\")\n")
    let name = try #require(woven.images.first?.name)
    #expect(name.hasSuffix(".png") && name.count == 36)
    #expect(
      woven.main.text.contains(
        """
        <figure><img src="images/\(name)" alt="An “alt”" width="3" height="2">\
        <figcaption>The caption</figcaption></figure>
        """))
  }

  @Test(arguments: ["missing.png", "https://example.org/a.png", "//example.org/a.png"])
  func anImageThatIsNoFileOfTheBookIsAnErrorAtItsLine(address: String) throws {
    let error = try #require(throws: BookErrors.self) { try Weaving().body("Text\n![a](\(address))\n") }
    #expect(error.errors.map(\.line) == [6])
  }

  @Test func jpegSizeIsReadFromItsFrameHeader() {
    let bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 17, 8, 1, 2, 3, 4, 3]
    #expect(ImageSize(of: bytes) == ImageSize(width: 0x304, height: 0x102))
    #expect(ImageSize(of: Array(bytes.prefix(12))) == nil)
    #expect(ImageSize(of: [1, 2, 3]) == nil)
  }
}
