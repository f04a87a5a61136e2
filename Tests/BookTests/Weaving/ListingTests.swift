import Book
import Messages
import Testing

@Suite struct ListingTests {
  @Test func shownSwiftIsColoured() throws {
    let body = try Weaving().body("```swift\nlet a = 1\n```\n")
    #expect(
      body.contains(
        "aria-label=\"Swift code\"><code><span class=\"k\">let</span> a = <span class=\"n\">1</span></code>"))
  }

  @Test func otherLanguagesAreEscapedText() throws {
    let body = try Weaving().body("```python\nif a < b: \"x\"\n```\n")
    #expect(body.contains("aria-label=\"python code\"><code>if a &lt; b: &quot;x&quot;</code></pre>"))
  }

  @Test func aMarkerAndItsNoteLeadToEachOther() throws {
    let body = try Weaving().body("```swift run\n//| label: a\nf() // <1>\ng()\n```\n1. The *first*.\n")
    #expect(
      body.contains(
        """
        <span class="line" id="_a-line-1" data-note="1"><span class="f">f</span>() \
        <a class="dot" href="#_a-note-1" aria-label="Note 1">1</a>
        </span><span class="f">g</span>()</code></pre></div>
        """))
    #expect(
      body.contains(
        """
        <ol class="notes">
        <li id="_a-note-1" data-note="1"><a class="dot" href="#_a-line-1" aria-label="1, to the code">1</a>
        <div>The <em>first</em>.</div></li>
        </ol>
        """))
  }

  @Test func twoLinesOfOneNoteHaveOneTarget() throws {
    let body = try Weaving().body("```swift\na // <1>\nb // <1>\n```\n1. Both.\n")
    #expect(body.components(separatedBy: "id=\"_listing-1-line-1\"").count == 2)
    #expect(body.components(separatedBy: "<span class=\"line\"").count == 3)
  }

  @Test func echoHidesTheCodeAndItsNotes() throws {
    let body = try Weaving().cell("echo: false", outputs: [.text("x")])
    #expect(!body.contains("class=\"code\"") && body.contains("<samp>x</samp>"))
  }

  @Test func foldedCodeIsBehindItsSummary() throws {
    let body = try Weaving().cell("code-fold: true", "code-summary: \"Look <inside>\"", outputs: [])
    #expect(body.contains("<details class=\"fold\">\n<summary>Look &lt;inside&gt;</summary>\n<div class=\"code\">"))
  }

  @Test func foldedCodeWithoutSummaryIsCalledCode() throws {
    #expect(try Weaving().cell("code-fold: true", outputs: []).contains("<summary>Code</summary>"))
  }

  @Test func aBlockThatIsNotRunShowsItsCodeAlone() throws {
    let body = try Weaving().cell("eval: false", outputs: [.text("never")])
    #expect(body.contains("class=\"code\"") && !body.contains("never") && !body.contains("notice"))
  }

  @Test func aBlockWithNothingToShowLeavesNoTrace() throws {
    #expect(try Weaving().cell("echo: false", outputs: []) == "")
  }
}
