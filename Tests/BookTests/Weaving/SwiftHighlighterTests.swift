import Book
import Testing

@Suite struct SwiftHighlighterTests {
  private func line(_ code: String) -> String { SwiftHighlighter.lines(of: code).map(\.text).joined(separator: "\n") }

  private func span(_ name: String, _ text: String) -> String { "<span class=\"\(name)\">\(text)</span>" }

  @Test func aCallWithItsArguments() {
    let expected = [
      span("k", "let"), " y ", "= ", span("t", "Dense"), "(", span("a", "units"), ": ", span("n", "10"), ")",
    ]
    #expect(line("let y = Dense(units: 10)") == expected.joined())
  }

  @Test func aFunctionThatIsCalled() { #expect(line("show(x)") == span("f", "show") + "(x)") }

  @Test func aStringKeepsItsEscapes() {
    #expect(line(#"print("<b>")"#) == span("f", "print") + "(" + span("s", "&quot;&lt;b&gt;&quot;") + ")")
  }

  @Test func aSpanIsClosedAtTheEndOfEachLine() {
    let lines = SwiftHighlighter.lines(of: "\"\"\"\none\n\ntwo\n\"\"\"").map(\.text)
    #expect(lines.count == 5)
    #expect(lines[1] == span("s", "one"))
    #expect(lines[2] == "")
  }

  @Test func commentsOfEveryKind() {
    #expect(
      line("// a\n/// b\n/* c */")
        == [span("c", "// a"), span("c", "/// b"), span("c", "/* c */")].joined(separator: "\n"))
  }

  @Test(arguments: ["", "let", "}}}}", "\"unterminated", "#if", "日本 = \"é\"", "a\u{301}\u{0}b", "@@@<#x#>"])
  func nothingIsLostOfCodeThatIsNotSwift(code: String) {
    let text = line(code).replacing(/<[^>]*>/, with: "")
    #expect(text == HTML(escaping: code).text)
  }
}
