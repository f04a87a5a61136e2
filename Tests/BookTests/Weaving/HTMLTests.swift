import Book
import Testing

@Suite struct HTMLTests {
  @Test func insertedTextIsEscapedAndInsertedMarkupIsNot() {
    let hostile = "<b> & \"'"
    let html: HTML = "<p title=\"\(hostile)\">\("<br>" as HTML)\(hostile)</p>"
    #expect(html.text == "<p title=\"&lt;b&gt; &amp; &quot;&#39;\"><br>&lt;b&gt; &amp; &quot;&#39;</p>")
  }

  @Test func aQuotationMarkUnderAnAccentIsEscaped() {
    #expect(HTML(escaping: "\"\u{301}<\u{301}").text == "&quot;\u{301}&lt;\u{301}")
  }

  @Test func anAttributeWithoutValueIsLeftOut() {
    let html: HTML = "<i\(attribute: "id", nil)\(attribute: "class", "a\"b")>"
    #expect(html.text == "<i class=\"a&quot;b\">")
  }

  @Test func aNullCharacterBecomesTheReplacementCharacter() { #expect(HTML(escaping: "\0").text == "\u{FFFD}") }
}
