import Book
import Foundation
import Testing

/// Chapters that are cut, shuffled and broken: nothing traps, and every place is inside the file.
struct MutationTests {
  static let text = """
    ---
    title: A chapter with everything
    data: [mnist]
    params:
      epochs: {sample: 1, full: 2}
    ---

    # Über “all” {#sec-all}

    Text with `{swift} a.b`, *emphasis*, [a link](#sec-all), @fig-x and a note[^1]\\
    after a break 🙂 `{swift} c`.

    ```swift run
    //| label: fig-x
    //| fig-cap: "A: caption"
    let a = 1 // <1>
    print(a)
    ```
    1. It is one, says `{swift} a`.

    ::: note A *title*
    - An item

      ```swift run
      let b = \"\"\"
        text
        \"\"\"
      ```
    > Quoted
    lazy `{swift} b`
    :::

    | a | `b\\|c` |
    |:--|:-----:|
    | 1 | @tbl-y  |

    [^1]: A note
        that goes on.

        And on.

    <!-- ```swift run -->

    ````text
    ```swift run
    ````
    """

  private func checkPlaces(_ bytes: [UInt8], _ comment: String) {
    let chapter = ChapterParser(path: "chapters/01-a.md", number: 1).parse(bytes)
    let book = BookSource(
      folder: FileManager.default.temporaryDirectory, configuration: BookConfiguration(title: "T"), chapters: [chapter])
    let lines = max(1, bytes.split(omittingEmptySubsequences: false) { $0 == 10 }.count)
    for error in Checks(book, dataSets: []).errors() {
      #expect((1...lines).contains(error.line ?? 0), "\(comment): \(error)")
      #expect((error.column ?? 1) >= 1, "\(comment): \(error)")
    }
    for node in chapter.document.allNodes {
      #expect((1...lines).contains(node.range.start.line), "\(comment): \(node)")
    }
    for block in chapter.blocks { checkCode(of: block, chapter, comment) }
  }

  /// Every line of a run-block's code is the end of the line of the file where it says it stands.
  private func checkCode(of block: RunBlock, _ chapter: Chapter, _ comment: String) {
    guard case .code(let code, let line) = block.content else { return }
    let lines = chapter.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, text) in code.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !text.isEmpty
    {
      let written = lines.indices.contains(line + index - 1) ? lines[line + index - 1] : ""
      #expect(written.hasSuffix(text.drop { $0.isWhitespace }), "\(comment): line \(line + index)")
    }
  }

  @Test func chapterIsInOrder() {
    let chapter = ChapterParser(path: "chapters/01-a.md", number: 1).parse(Array(Self.text.utf8))
    #expect(chapter.errors == [])
    #expect(
      chapter.blocks.map(\.label) == [
        "inline-first", "fig-x", "inline-after-fig-x", "block-2", "inline-after-block-2",
      ])
  }

  @Test func chapterCutAtAnyByteIsRead() {
    let bytes = Array(Self.text.utf8)
    for end in 0...bytes.count { checkPlaces(Array(bytes[..<end]), "cut at byte \(end)") }
  }

  @Test func chapterWithoutAnyLineIsRead() {
    let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices {
      var rest = lines
      rest.remove(at: index)
      checkPlaces(Array(rest.joined(separator: "\n").utf8), "without line \(index + 1)")
    }
  }

  @Test func chapterWithTwoLinesSwappedIsRead() {
    let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
    for first in lines.indices {
      for distance in [1, 2, 3, 5, 8, 13] where first + distance < lines.count {
        var swapped = lines
        swapped.swapAt(first, first + distance)
        checkPlaces(Array(swapped.joined(separator: "\n").utf8), "lines \(first + 1) and \(first + distance + 1)")
      }
    }
  }

  @Test func chapterWithOneMoreCharacterIsRead() {
    let bytes = Array(Self.text.utf8)
    for (number, mark) in ["\n", "`", "|", ":", "[", "]", "\\", "\t", ">", "```\n", "\u{0}", "~~~", "    "].enumerated()
    {
      for place in stride(from: number, to: bytes.count, by: 37) {
        checkPlaces(
          Array(bytes[..<place]) + Array(mark.utf8) + Array(bytes[place...]),
          "\(mark.debugDescription) at byte \(place)")
      }
    }
  }

  /// A mistake that is put in place of any line of prose or code is found at that line.
  @Test(arguments: [("see @fig-nothing", "fig-nothing"), ("![](chapters)", "alternative"), ("`{swift}x`", "inline")])
  func mistakeInAnyLineIsReportedThere(mistake: String, word: String) {
    let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let prose = lines.indices.filter { index in
      ["Text", "after", "1. It", "- An", "> Quo", "lazy", "| 1", "[^1]", "    that", "    And", "# Üb"].contains {
        lines[index].hasPrefix($0)
      }
    }
    #expect(prose.count == 11)
    for index in prose {
      var changed = lines
      changed[index] = lines[index].replacing(
        /(Text|after a|It|An|Quoted|lazy|@tbl-y|A note|that|And|Über)/, maxReplacements: 1
      ) {
        $0.output.0 + " " + mistake
      }
      let chapter = ChapterParser(path: "chapters/01-a.md", number: 1).parse(
        Array(changed.joined(separator: "\n").utf8))
      let book = BookSource(
        folder: FileManager.default.temporaryDirectory, configuration: BookConfiguration(title: "T"),
        chapters: [chapter])
      let found = Checks(book, dataSets: ["mnist"]).errors().filter { $0.message.contains(word) }
      #expect(found.map(\.line) == [index + 1], "\(changed[index])")
      let column = changed[index].firstRange(of: mistake).map { changed[index][..<$0.lowerBound].count + 1 } ?? 0
      #expect(found.map(\.column) == [column + (mistake.hasPrefix("see ") ? 4 : 0)], "\(changed[index])")
    }
  }
}
