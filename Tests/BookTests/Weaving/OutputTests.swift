import Book
import Messages
import Testing

@Suite struct OutputTests {
  private let met = Claim(name: "A<1>", source: "Keras & us", expected: .atLeast(0.95), measured: 0.964)

  @Test func printedTextIsEscapedAndTrimmed() throws {
    let body = try Weaving().cell(outputs: [.text("\n</script><b>\u{1B}[31m!\n\n")])
    #expect(body.contains("aria-label=\"Output\"><samp>&lt;/script&gt;&lt;b&gt;!</samp></pre>"))
  }

  @Test func indentationOfTheFirstLineIsKept() throws {
    #expect(try Weaving().cell(outputs: [.text("\n   a\nb\n")]).contains("<samp>   a\nb</samp>"))
  }

  @Test func blankTextIsNotShown() throws {
    #expect(!(try Weaving().cell(outputs: [.text(" \n\n")])).contains("class=\"output\""))
  }

  @Test func aValueIsShownAsInANotebook() throws {
    #expect(try Weaving().cell(outputs: [.value("[1, 2]")]).contains("aria-label=\"Value\"><samp>[1, 2]</samp>"))
  }

  @Test func hiddenOutputHidesAllButClaims() throws {
    let body = try Weaving().cell("output: false", outputs: [.text("secret"), .figure(.plot), .claim(met)])
    #expect(!body.contains("secret") && !body.contains("<figure") && body.contains("class=\"claim\""))
  }

  @Test func printedMarkdownBecomesPartOfThePage() throws {
    let body = try Weaving().cell("output: asis", outputs: [.text("## Found\n\n*two*[^a] things\n\n[^a]: Noted.\n")])
    #expect(body.contains("<h2 id=\"a-found\">Found") && body.contains("<em>two</em>"))
    #expect(body.contains("href=\"#_a-fn-1\"") && body.contains("<li id=\"_a-fn-1\">"))
  }

  @Test func neighbouringMetricsShareAList() throws {
    let body = try Weaving().cell(outputs: [
      .metric(Metric(name: "accuracy", value: 0.96512)), .metric(Metric(name: "<loss>", value: 0.1)),
    ])
    #expect(body.contains("<div><dt>accuracy</dt><dd>0.9651</dd></div>\n<div><dt>&lt;loss&gt;</dt><dd>0.1</dd></div>"))
  }

  @Test func aMetClaimSaysSoInWords() throws {
    let body = try Weaving().cell(outputs: [.claim(met)])
    #expect(body.contains("<div class=\"claim\" id=\"_claim-1\">\n<p class=\"verdict met\">Met</p>"))
    #expect(body.contains("<strong>A&lt;1&gt;</strong>: expected at least 0.95, measured 0.964.</p>"))
    #expect(body.contains("<p class=\"source\">Source: Keras &amp; us</p>"))
  }

  @Test(arguments: [
    (Claim.Bound.atMost(2), "at most 2", "Not met"), (.within(2...4), "2 to 4", "Met"),
    (.atLeast(3), "at least 3", "Met"),
  ])
  func boundsInWords(bound: Claim.Bound, phrase: String, verdict: String) throws {
    let body = try Weaving().cell(outputs: [.claim(Claim(name: "n", source: "s", expected: bound, measured: 3))])
    #expect(body.contains("expected \(phrase), measured 3.") && body.contains(">\(verdict)</p>"))
  }

  @Test func claimsAreNumberedThroughTheChapter() throws {
    let woven = try Weaving(outputs: ["a": [.claim(met)], "b": [.claim(met)]])
      .woven("```swift run\n//| label: a\nf()\n```\n\n```swift run\n//| label: b\nf()\n```\n")
    #expect(woven.claims.map(\.identifier) == ["_claim-1", "_claim-2"])
  }

  @Test func trainingIsOneLine() throws {
    let run = TrainingRun(
      model: "mnist_convnet", epochs: 10, stepsPerEpoch: 63, seconds: 12.34,
      finalValues: [Metric(name: "loss", value: 0.05), Metric(name: "val_accuracy", value: 0.97)])
    let body = try Weaving().cell(outputs: [.training(run)])
    #expect(
      body.contains(
        """
        <p class="training">Trained <code>mnist_convnet</code>: 10 epochs × 63 steps in 12.3 s — \
        loss 0.05, val_accuracy 0.97</p>
        """))
  }

  @Test func anExpectedErrorIsTheOutput() throws {
    let failure = BlockFailure(block: "a", kind: .trapped, message: "index <9> is out of range", line: 12)
    let body = try Weaving(failures: ["a": failure]).cell("error: true", outputs: [.text("before")])
    #expect(body.contains("aria-label=\"Error\"><samp>Fatal error (line 12): index &lt;9&gt; is out of range</samp>"))
  }

  @Test func aComputedTableHasItsNumberAndCaption() throws {
    let table = Table(columns: [.init("Name"), .init("n", alignment: .trailing)], rows: [["<a>", "-1"]])
    let body = try Weaving().cell("label: tbl-a", "tbl-cap: All of *them*.", outputs: [.table(table)])
    #expect(body.contains("<figure class=\"table\" id=\"tbl-a\"><figcaption><b>Table 1.1:</b> All of <em>them</em>."))
    #expect(body.contains("<td>&lt;a&gt;</td><td class=\"right\">−1</td>"))
    #expect(body.contains("aria-label=\"Table 1.1\""))
  }

  @Test func onlyTheFirstTableOfABlockBearsItsNumber() throws {
    let table = Table(columns: [.init("n")], rows: [["1"]])
    let body = try Weaving().cell("label: tbl-a", "tbl-cap: One.", outputs: [.table(table), .table(table)])
    #expect(body.components(separatedBy: "id=\"tbl-a\"").count == 2)
    #expect(body.components(separatedBy: "Table 1.1:").count == 2)
  }

  @Test func aBlockWithoutResultSaysSo() throws {
    let body = try Weaving(missing: ["a"]).cell(outputs: [])
    #expect(body.hasPrefix("<p class=\"notice\">These results are from an earlier version of this chapter.</p>"))
    #expect(body.contains("This block has not been run yet."))
  }

  @Test func staleResultsAreShownUnderANotice() throws {
    let body = try Weaving(stale: ["a"]).cell(outputs: [.text("old")])
    #expect(body.contains("earlier version") && body.contains("<samp>old</samp>"))
  }
}
