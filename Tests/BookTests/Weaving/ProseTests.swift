import Book
import Foundation
import Messages
import Testing

@Suite struct ProseTests {
  @Test(arguments: [
    ("Text & *more* **bold** `a<b`", "<p>Text &amp; <em>more</em> <strong>bold</strong> <code>a&lt;b</code></p>"),
    ("one\ntwo  \nthree", "<p>one\ntwo<br>\nthree</p>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
    ("- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>"),
    ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
    ("***", "<hr>"),
    ("Press <kbd>Esc</kbd>", "<p>Press <kbd>Esc</kbd></p>"),
    ("<div>\nraw\n</div>", "<div>\nraw\n</div>"),
    ("[a](b.html \"t\")", "<p><a href=\"b.html\" title=\"t\">a</a></p>"),
    ("[a](02-next.md#why)", "<p><a href=\"02-next.html#why\">a</a></p>"),
    ("[a](../chapters/02-next.md)", "<p><a href=\"02-next.html\">a</a></p>"),
    ("[a](https://example.org/x.md)", "<p><a href=\"https://example.org/x.md\">a</a></p>"),
    ("[a](javascript:alert(1))", "<p>a</p>"),
    (
      "::: note\ntext\n:::",
      "<div class=\"callout note\" role=\"note\">\n<p class=\"label\">Note</p>\n<p>text</p>\n</div>"
    ),
  ])
  func markdownBecomesHTML(markdown: String, html: String) throws {
    #expect(try Weaving().body(markdown + "\n") == html)
  }

  @Test func aHeadingHasAnIdentifierAndAnAnchor() throws {
    let body = try Weaving().body("## Why `\"it\"` works {#sec-why}\n")
    #expect(
      body == """
        <h2 id="sec-why">Why <code>&quot;it&quot;</code> works\
        <a class="anchor" href="#sec-why" aria-label="Link to “Why &quot;it&quot; works”">#</a></h2>
        """)
  }

  @Test func headingsOfTheSecondAndThirdLevelMakeTheContents() throws {
    let woven = try Weaving().woven("## A\n### B\n#### C\n### D\n## E\n")
    #expect(woven.contents.map(\.title) == ["A", "E"])
    #expect(woven.contents[0].children.map(\.title) == ["B", "D"])
  }

  @Test func theTitleAloneIsOfTheFirstLevel() throws {
    #expect(try Weaving().body("# A\n").hasPrefix("<h2 id="))
  }

  @Test func aTableAlignsItsColumns() throws {
    let body = try Weaving().body("| a | n |\n|---|--:|\n| `x` | 1 |\n")
    #expect(body.contains("<th scope=\"col\">a</th><th scope=\"col\" class=\"right\">n</th>"))
    #expect(body.contains("<td><code>x</code></td><td class=\"right\">1</td>"))
    #expect(body.hasPrefix("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>"))
  }

  @Test func aFootnoteLeadsThereAndBack() throws {
    let body = try Weaving().body("Twice[^n] said[^n].\n\n[^n]: Once *noted*.\n")
    #expect(body.contains("<a id=\"_fnref-1-2\" href=\"#_fn-1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a>"))
    #expect(body.contains("<li id=\"_fn-1\"><p>Once <em>noted</em>. <a"))
    #expect(body.contains("href=\"#_fnref-1-1\"") && body.contains("href=\"#_fnref-1-2\""))
  }

  @Test func aValueIsInsertedIntoItsSentence() throws {
    let weaving = Weaving(outputs: ["inline-first": [.inline(["96 %", "<b>"])]])
    #expect(try weaving.body("It is `{swift} a` or `{swift} b`.\n") == "<p>It is 96 % or &lt;b&gt;.</p>")
  }

  @Test func aReferenceReadsAsWhatItRefersTo() throws {
    let text = "See @fig-a and @sec-b.\n\n## The *end* {#sec-b}\n\n```swift run\n//| label: fig-a\nf()\n```\n"
    let body = try Weaving(outputs: ["fig-a": [.figure(.plot)]]).body(text)
    #expect(body.contains("<a href=\"#fig-a\">Figure 1.1</a> and <a href=\"#sec-b\">The end</a>"))
  }

  @Test func aFormulaStandsInItsSentence() throws {
    let square = try #require(Formula("x^2", isDisplay: false))
    let body = try Weaving(formulae: [square: "<math>x²</math>"]).body("With $x^2$, see.\n")
    #expect(body == "<p>With <math>x²</math>, see.</p>")
  }

  @Test func aDisplayHasABoxAndWithALabelANumber() throws {
    let sum = try #require(Formula("a+b", isDisplay: true))
    let weaving = Weaving(formulae: [sum: "<math>a+b</math>"])
    let body = try weaving.body("$$\na+b\n$$\n\n$$a+b$$ {#eq-sum}\n\nBy @eq-sum.\n")
    let box = "<span class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label="
    #expect(
      body == """
        <p><span class="formula">\(box)"Formula"><math>a+b</math></span></span></p>
        <p><span class="formula" id="eq-sum">\(box)"Equation 1.1"><math>a+b</math></span>\
        <span class="number">(1.1)</span></span></p>
        <p>By <a href="#eq-sum">Equation 1.1</a>.</p>
        """)
  }

  @Test func aFormulaInACaptionIsShown() throws {
    let square = try #require(Formula("x^2", isDisplay: false))
    let weaving = Weaving(outputs: ["fig-a": [.figure(.plot)]], formulae: [square: "<math>x²</math>"])
    let body = try weaving.body("```swift run\n//| label: fig-a\n//| fig-cap: Of $x^2$.\nf()\n```\n")
    #expect(body.contains("<b>Figure 1.1:</b> Of <math>x²</math>.</figcaption>"))
  }

  @Test func aFormulaWithoutMathMLIsAnErrorAtItsLine() throws {
    let error = try #require(throws: BookErrors.self) { try Weaving().body("\nA $y$.\n") }
    #expect(error.errors == [BookError("the formula ‘y’ was not converted", file: "chapters/01-title.md", line: 6)])
  }

  @Test func thePrefacesHeadingsStandBelowTheFrontPages() throws {
    let weaving = Weaving()
    let chapter = weaving.chapter("# A\n\n## B\n\n##### C\n\nText[^1].\n\n[^1]: Note.\n")
    let weaver = ChapterWeaver(
      chapter: chapter, results: weaving.results(of: chapter), bookFolder: weaving.bookFolder,
      imagesFolder: weaving.bookFolder)
    let main = try weaver.weaveProse().main.text
    #expect(main.matches(of: /<h(\d) id="(\w)"/).map { "\($0.1)\($0.2)" } == ["3a", "3b", "4c"])
    #expect(!main.contains("<h1") && !main.contains("<header>") && main.contains("role=\"doc-endnotes\""))
  }

  @Test func aReferenceToNothingIsAnErrorAtItsLine() throws {
    let error = try #require(throws: BookErrors.self) { try Weaving().body("\nSee @fig-none.\n") }
    #expect(
      error.errors == [BookError("there is nothing labelled 'fig-none'", file: "chapters/01-title.md", line: 6)])
  }
}
