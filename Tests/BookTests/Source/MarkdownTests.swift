import Book
import Testing

/// CommonMark as a tree: Markdown in, outline out.
struct MarkdownTests {
  @Test(arguments: [
    ("Hello *world* and **all**", "doc[p[“Hello ” em[“world”] “ and ” strong[“all”]]]"),
    ("one\ntwo  \nthree\\\nfour", "doc[p[“one” / “two” // “three” // “four”]]"),
    ("a `b  c` d", "doc[p[“a ” `b  c` “ d”]]"),
    ("<b>x</b>", "doc[p[<b> “x” </b>]]"),
    ("<div>\nx\n</div>", "doc[html(<div>⏎x⏎</div>⏎)]"),
    ("[a](u \"t\") ![b](v)", "doc[p[a(u|t)[“a”] “ ” img(v)[“b”]]]"),
    ("[a][r]\n\n[r]: u", "doc[p[a(u)[“a”]]]"),
    ("<http://x.org>", "doc[p[a(http://x.org)[“http://x.org”]]]"),
    ("- a\n- b", "doc[ul[li[p[“a”]] li[p[“b”]]]]"),
    ("- a\n\n- b", "doc[ul:loose[li[p[“a”]] li[p[“b”]]]]"),
    ("3. a\n4. b", "doc[ol3[li[p[“a”]] li[p[“b”]]]]"),
    ("> a\nb", "doc[quote[p[“a” / “b”]]]"),
    ("a\n\n---\n\nb", "doc[p[“a”] rule p[“b”]]"),
    ("```text\na\n\nb\n```", "doc[code-block(text|a⏎⏎b)]"),
    ("    a\n    b", "doc[code-block(|a⏎b)]"),
    ("", "doc"),
    ("\n\n", "doc"),
  ])
  func commonMarkBecomesATree(markdown: String, expected: String) {
    #expect(outline(markdown) == expected)
  }

  @Test(arguments: [
    ("\"Quoted\" and 'single'", "doc[p[““Quoted” and ‘single’”]]"),
    ("it's -- or --- ...", "doc[p[“it’s – or — …”]]"),
    ("`\"a\" -- it's`", "doc[p[`\"a\" -- it's`]]"),
    ("```\n\"a\" -- b\n```", "doc[code-block(|\"a\" -- b)]"),
  ])
  func typographyIsForProseAlone(markdown: String, expected: String) {
    #expect(outline(markdown) == expected)
  }

  /// Each construct stands where its name says, whatever libcmark counts.
  @Test(arguments: [
    ("`x`", "`x`@1:1"),
    ("é `x`", "`x`@1:3"),
    ("a\\\nb `x`", "`x`@2:3"),
    ("a  \nb\\\nc `x`", "`x`@3:3"),
    ("a\n   b `x`", "`x`@2:6"),
    ("> a\nlazy `x`", "`x`@2:6"),
    ("> a\n> b `x`", "`x`@2:5"),
    (">a\n>   b `x`", "`x`@2:7"),
    ("- a\n  `x`", "`x`@2:3"),
    ("- a\n`x`", "`x`@2:1"),
    ("[r]: u\nb `x`", "`x`@2:3"),
    ("[r]: u\n[s]: v\n# b `x`", "`x`@3:5"),
    ("b `x`\n===", "`x`@1:3"),
    ("[a\nb](u\n\"t\") `x`", "`x`@3:6"),
    ("`` a` `` `x`", "`a``@1:1 `x`@1:10"),
    ("\\`x` `y`", "` `@1:4"),
    ("\\`x `x`", "`x`@1:5"),
    ("&copy; &amp; `x`", "`x`@1:14"),
    ("a `x\ny` `z`", "`x y`@1:3 `z`@2:4"),
    ("*a `x`*, **b `y`**", "`x`@1:4 `y`@1:14"),
    ("| a | `x` |\n|---|---|\n| b\\|c `y` | `z` |", "`x`@1:7 `y`@3:8 `z`@3:14"),
    ("> | a |\n> |---|\n> | `x` |", "`x`@3:5"),
    ("::: note A `x`\nb `y`\n:::", "`x`@1:12 `y`@2:3"),
    ("text[^1]\n\n[^1]: a `x`\n    b `y`", "`x`@3:9 `y`@4:7"),
    ("<b title=\"`x`\">a</b> `x`", "`x`@1:22"),
  ])
  func inlinesStandWhereTheyAreWritten(markdown: String, expected: String) {
    let places = chapter(markdown).document.places { if case .code = $0.kind { true } else { false } }
    #expect(places.joined(separator: " ") == expected)
  }

  @Test func deepNestingIsAnErrorAndNoCrash() {
    #expect(errors(String(repeating: ">", count: 5_000) + " x") == ["1:0 the text is nested too deeply"])
  }

  @Test func lineEndsAndByteOrderMarkDoNotChangeTheTree() {
    let text = "---\ntitle: Test\n---\n# A\n\nb `c`\nd\n\n```swift run\nlet a = 1\n```\n"
    let parser = ChapterParser(path: "chapters/01-test.md", number: 1)
    let expected = parser.parse(Array(text.utf8))
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for variant in [text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\r"), String(text.dropLast())] {
      for bytes in [Array(variant.utf8), mark + Array(variant.utf8)] {
        let chapter = parser.parse(bytes)
        #expect(chapter.document == expected.document)
        #expect(chapter.blocks == expected.blocks)
        #expect(chapter.errors == [])
        #expect(chapter.text == expected.text)
      }
    }
  }

  @Test func bytesThatAreNotTextAreReportedAtTheirPlace() {
    let bytes = Array("---\ntitle: T\n---\nab é".utf8) + [0xFF] + Array("c".utf8)
    let errors = ChapterParser(path: "chapters/a.md", number: 1).parse(bytes).errors
    #expect(
      errors.map(\.description) == [
        "chapters/a.md:4:5: error: the file is not UTF-8 text\n  hint: save it with the encoding UTF-8"
      ])
  }

  @Test func textThatABlockPrintedHasNothingToRun() {
    let tree = MarkdownParser.parse("# A\n\n`{swift} x`[^1]\n\n```swift run\ny\n```\n\n[^1]: z\n")
    let expected = "doc[h1#a[“A”] p[`{swift} x` ^1=1.1] code-block(swift run|y) footnote(1=1)[p[“z”]]]"
    #expect(tree.outline == expected)
  }
}
