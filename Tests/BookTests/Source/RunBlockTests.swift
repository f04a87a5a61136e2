import Book
import Testing

struct RunBlockTests {
  /// The run-blocks of a text as `label line code offsets`.
  private func blocks(_ markdown: String) -> [String] {
    chapter(markdown).blocks.compactMap { block in
      guard case .code(let code, let line) = block.content else { return nil }
      let offsets = block.columnOffsets.isEmpty ? "" : " " + block.columnOffsets.map(String.init).joined(separator: ",")
      return "\(block.label) \(block.line - 3) \(line - 3) \(code.replacing("\n", with: "⏎"))\(offsets)"
    }
  }

  @Test(arguments: [
    ("```swift run\nlet a = 1\n```", "block-1 1 2 let a = 1"),
    ("~~~swift run\na\n~~~", "block-1 1 2 a"),
    ("`````swift run\n```\na\n`````", "block-1 1 2 ```⏎a"),
    ("``` swift run  \na\n```", "block-1 1 2 a"),
    ("```swift run\n//| label: x\n\na\n```", "x 1 3 ⏎a"),
    ("  ```swift run\n  a\n    b\n c\n  ```", "block-1 1 2 a⏎  b⏎c 2,2,1"),
    ("- x\n\n  ```swift run\n  a\n\n    b\n  ```", "block-1 3 4 a⏎⏎  b 2,0,2"),
    ("- ```swift run\n  a\n  ```", "block-1 1 2 a 2"),
    ("> ```swift run\n> a\n>\n>b\n> ```", "block-1 1 2 a⏎⏎b 2,1,1"),
    ("> - x\n>\n>   ```swift run\n>   a\n>   ```", "block-1 3 4 a 4"),
    ("::: note\n```swift run\na\n```\n:::", "block-1 2 3 a"),
    ("- x\n\n\t```swift run\n\ta\n\t\tb\n\t```", "block-1 3 4  a⏎ \tb"),
    ("text\n```swift run\na\n```\ntext", "block-1 2 3 a"),
    ("```swift run\nlet s = \"é🙂\" // @fig-a [^1] ::: note\n```", "block-1 1 2 let s = \"é🙂\" // @fig-a [^1] ::: note"),
    ("```swift run\n::: note\n[^1]: x\n| a |\n|---|\n```", "block-1 1 2 ::: note⏎[^1]: x⏎| a |⏎|---|"),
  ])
  func blockKeepsItsPlace(markdown: String, expected: String) {
    #expect(blocks(markdown) == [expected])
    #expect(errors(markdown) == [])
  }

  @Test(arguments: [
    "```swift\na\n```", "```\nswift run\n```", "    ```swift run\n    a\n    ```", "<!--\n```swift run\na\n```\n-->",
    "````\n```swift run\na\n```\n````", "~~~\n```swift run\na\n```\n~~~", "`swift run`", "```python run\na\n```",
    "- x\n\n      ```swift run\n      a\n      ```", "<pre>\n```swift run\na\n```\n</pre>",
    "```text\n```swift run\n```",
  ])
  func otherCodeIsNotRun(markdown: String) {
    #expect(blocks(markdown) == [])
    #expect(errors(markdown) == [])
  }

  @Test(arguments: ["swift Run", "Swift run", "swift  run", "swift,run", "swift run x", "swift runn", "{swift}", "run"])
  func nearlyARunBlockIsAnError(info: String) {
    let chapter = chapter("text\n\n```\(info)\na\n```")
    #expect(chapter.errors.map { [$0.line, $0.column] } == [[6, 1]])
    #expect(chapter.errors.first?.hint?.contains("‘swift run’") == true)
  }

  @Test func everyOptionIsRead() {
    let text = """
      ```swift run
      //| label: fig-a
      //| echo: false
      //| eval: true
      //| output: asis
      //| error: true
      //| code-fold: true
      //|code-summary: The code
      //| fig-cap: "A: caption"
        //|   fig-alt:   An alternative \u{20}
      //| fig-width: 640
      //| tbl-cap: 'x'
      //| layout-ncol: 2
      //| timeout: 1.5
      a
      ```
      """
    var options = BlockOptions()
    (options.echo, options.eval, options.output, options.error, options.codeFold) = (false, true, .asIs, true, true)
    (options.codeSummary, options.figCap, options.figAlt) = ("The code", "A: caption", "An alternative")
    (options.figWidth, options.tblCap, options.layoutNcol, options.timeout) = (640, "x", 2, 1.5)
    let chapter = chapter(text)
    #expect(chapter.errors == [])
    #expect(chapter.block("fig-a")?.options == options)
    #expect(chapter.block("fig-a")?.content == .code("a", line: 18))
  }

  @Test(
    arguments: [
      ("//| lable: a\nx", "2:5 unknown option ‘lable’", "did you mean ‘label’?"),
      ("//| colour: a\nx", "2:5 unknown option ‘colour’", "known are label"),
      ("//| echo: no\nx", "2:11 ‘no’ is no value of ‘echo’", "it takes true or false"),
      ("//| echo: flase\nx", "2:11 ‘flase’ is no value of ‘echo’", "did you mean ‘false’?"),
      ("//| output: as-is\nx", "2:13 ‘as-is’ is no value of ‘output’", "did you mean ‘asis’?"),
      ("//| timeout: 0\nx", "2:14 ‘0’ is no value of ‘timeout’", "a positive number of seconds"),
      ("//| timeout: inf\nx", "2:14 ‘inf’ is no value of ‘timeout’", "a positive number of seconds"),
      ("//| fig-width: wide\nx", "2:16 ‘wide’ is no value of ‘fig-width’", "pixels"),
      ("//| layout-ncol: -1\nx", "2:18 ‘-1’ is no value of ‘layout-ncol’", "columns"),
      ("//| timeout: >-\n//|   soon\nx", "3:7 ‘soon’ is no value of ‘timeout’", "seconds"),
      ("//| fig-cap:\nx", "2:13 the option ‘fig-cap’ has no value", "some text"),
      ("//| echo: true\n//| echo: false\nx", "3:5 the option ‘echo’ is given twice; the first time in line 5", nil),
      ("x\n//| echo: true", "3:1 an option stands below code", "options come first"),
      ("#| echo: true\nx", "2:1 an option is written ‘//| name: value’", "write //|"),
      ("//| echo true\nx", "2:5 an option is written ‘//| name: value’", "‘//| echo: …’"),
      ("//| label: my label\nx", "2:12 ‘my label’ is not a label", "letters, digits"),
      ("//| label: block-2\nx", "2:12 the label ‘block-2’ is reserved", nil),
      ("//| label: a\n//| fig-cap: b\nx", "2:12 the label of a block with a caption begins with ‘fig-’", "‘fig-a’"),
      ("//| label: a\n//| tbl-cap: b\nx", "2:12 the label of a block with a caption begins with ‘tbl-’", "‘tbl-a’"),
      ("//| echo: true", "1:1 this run-block holds no code", nil),
      ("  ", "1:1 this run-block holds no code", nil),
    ] as [(String, String, String?)])
  func mistakeIsReportedAtItsPlace(code: String, expected: String, hint: String?) {
    let found = chapter("```swift run\n\(code)\n```").errors
    #expect(found.map { "\(($0.line ?? 0) - 3):\($0.column ?? 0) \($0.message)" } == [expected])
    if let hint { #expect(found.first?.hint?.contains(hint) == true, "\(found)") }
  }

  @Test(arguments: [
    ("//| fig-cap: >-\n//|   One two\n//|   three.\n", "One two three."),
    ("//| fig-cap: One\n//|   two: three\n", "One two: three"),
    ("//| fig-cap: \"One\n//|   two\"\n", "One two"), ("//| fig-cap:\n//|  One\n//|\n//|  two\n", "One two"),
    ("//|fig-cap: |-\n//| One\n", "One"),
  ])
  func valueGoesOnOverIndentedLines(option: String, expected: String) {
    let chapter = chapter("```swift run\n//| echo: true\n\(option)//| error: true\nx\n```")
    #expect(chapter.errors == [])
    #expect(chapter.blocks.first?.options.figCap == expected)
    #expect(chapter.blocks.first?.options.error == true)
    #expect(chapter.blocks.first?.content == .code("x", line: 7 + option.count { $0 == "\n" }))
  }

  @Test func placesInAnIndentedBlockAreThoseOfTheFile() {
    #expect(errors("> - ```swift run\n>   //| lable: a\n>   x\n>   ```") == ["2:9 unknown option ‘lable’"])
    let block = chapter("> ```swift run\n> let a = b\n> ```").blocks[0]
    #expect(block.columnInFile(9, line: 5) == 11)
    #expect(block.columnInFile(9, line: 77) == 9)
  }

  @Test func labelUsedTwiceNamesTheFirstPlace() {
    let block = "```swift run\n//| label: a\nx\n```\n"
    #expect(errors(block + block) == ["6:12 the label ‘a’ is used twice; the first time in line 5"])
    #expect(blocks(block + block) == ["a 1 3 x", "block-2 5 7 x"])
  }

  @Test(arguments: [
    "```swift run\na", "> ```swift run\n> a\n\nb", "> ```swift run\n> a\n```\nb\n```", "- ```text\n  a\n\nb",
  ])
  func unterminatedFenceIsAnErrorWhereItOpens(markdown: String) {
    let found = errors(markdown)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("1:") == true)
    #expect(found.first?.hasSuffix("the fence opened here is never closed") == true)
  }

  @Test func blockInAFootnoteIsAnError() {
    let text = "a[^1]\n\n[^1]: b\n\n    ```swift run\n    x\n    ```"
    #expect(errors(text) == ["5:5 a run-block cannot stand in a footnote"])
  }

  @Test func annotationsTieLinesToItems() {
    let code = "```swift run\n//| echo: true\na // <1>\nb\nc   //<2>\nd // <1>\n```\n"
    #expect(outline(code + "1. One\n2. *Two*\n") == "doc[run(block-1|a⏎b⏎c⏎d <1>1,4p[“One”] <2>3p[em[“Two”]])]")
    #expect(outline(code + "\nText") == "doc[run(block-1|a⏎b⏎c⏎d <1>1,4 <2>3) p[“Text”]]")
    #expect(chapter(code).block("block-1")?.content == .code("a // <1>\nb\nc   //<2>\nd // <1>", line: 6))
    #expect(outline("```swift\na\n```\n1. One") == "doc[code-block(swift|a) ol1[li[p[“One”]]]]")
    #expect(outline("```swift\na // <1>\n```\n- One") == "doc[code-block(swift|a <1>1) ul[li[p[“One”]]]]")
  }
}
