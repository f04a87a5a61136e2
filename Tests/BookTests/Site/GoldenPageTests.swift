import Book
import Foundation
import Messages
import Testing

/// The `<main>` of a chapter that holds everything, and the front page's, against files that a person has read.
///
/// `RECORD=1 swift test --filter GoldenPageTests` writes the files anew and fails, so that the change is looked at.
@Suite struct GoldenPageTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  private static let outputs: [String: [Output]] = [
    "inline-first": [.inline(["42 %"])],
    "loading": [.text("[4000, 28, 28, 1]\n"), .value("[4000]")],
    "training": [
      .text("1/63\r2/63\r63/63 done\n"),
      .training(
        TrainingRun(
          model: "convnet", epochs: 10, stepsPerEpoch: 63, seconds: 12.34,
          finalValues: [Metric(name: "loss", value: 0.05), Metric(name: "accuracy", value: 0.98)])),
      .metric(Metric(name: "test accuracy", value: 0.96512)),
    ],
    "fig-curve": [.figure(.plot)],
    "fig-pair": [.figure(.photograph), .figure(.photograph)],
    "tbl-rows": [
      .table(
        Table(
          columns: [.init("Name"), .init("Rows", alignment: .trailing)], rows: [["train", "4000"], ["test", "1000"]]))
    ],
    "judged": [
      .claim(Claim(name: "Accuracy", source: "The paper", expected: .atLeast(0.95), measured: 0.96512)),
      .claim(Claim(name: "Loss", source: "The paper", expected: .atMost(0.1), measured: 0.12)),
    ],
    "printed": [.text("**Printed** Markdown\n")],
  ]

  private func book() throws -> WovenBook {
    let text = try String(contentsOf: Self.folder.appending(path: "everything.md"), encoding: .utf8)
    let book = try WovenBook()
    try book.add("01-everything", title: "Everything", text, outputs: Self.outputs)
    try book.add("02-nothing", title: "\"Nothing\" & <more>", "Only text.\n")
    try book.keepFormulae()
    return book
  }

  private func bookWithPreface() throws -> WovenBook {
    let book = try book()
    try book.setPreface(
      """
      To be read *first*[^1], before [all](01-everything.md#sec-end).

      # Why {#sec-why}

      Since @eq-sum says so.

      $$1 + 1 = 2$$ {#eq-sum}

      [^1]: Or last.

      """, title: "Preface & <more>")
    try book.keepFormulae()
    return book
  }

  @Test(arguments: ["01-everything", "02-nothing", "index", "appendix"])
  func pageIsAsRecorded(name: String) throws {
    let book = try book()
    try book.build()
    try compare(try book.read("\(name).html"), with: name)
  }

  @Test func frontPageWithAPrefaceIsAsRecorded() throws {
    let book = try bookWithPreface()
    try book.build()
    try compare(try book.read("index.html"), with: "index-with-preface")
  }

  @Test func theAppendixHasProseOfItsOwn() throws {
    let book = try book()
    try book.setAppendix(
      """
      ## Twice {#sec-twice}

      | run | accuracy |
      |-----|---------:|
      | one |     93.1 |

      See [the end](01-everything.md#sec-end) and @sec-twice.

      """, title: "On <photographs>")
    try book.build()
    let page = try book.read("appendix.html")
    let headings = page.matches(of: /<h([1-6])[^>]*>(.*?)</).map { "\($0.1) \($0.2)" }
    #expect(headings.prefix(3) == ["1 How each number was made", "2 On &lt;photographs&gt;", "3 Twice"])
    #expect(page.contains("93.1") && page.contains("<a href=\"01-everything.html#sec-end\">"))
    #expect(try !book.read("index.html").contains("93.1"))
    try book.setAppendix("It is `{swift} x`.\n")
    let before = try book.snapshot()
    #expect(throws: BookErrors.self) { try book.build() }
    #expect(try book.snapshot() == before)
  }

  @Test func everyPageLeadsToThePreface() throws {
    let book = try bookWithPreface()
    try book.build()
    for name in ["01-everything", "02-nothing", "appendix"] {
      let link = "<p class=\"preface\"><a href=\"index.html#_preface\">Preface &amp; &lt;more&gt;</a></p>"
      #expect(try book.read("\(name).html").contains(link))
    }
    #expect(try book.read("01-everything.html").contains("<a rel=\"prev\" href=\"index.html#_preface\">"))
  }

  /// The contents come first, and there is one heading of the first level.
  @Test func thePrefaceFitsTheFrontPage() throws {
    let book = try bookWithPreface()
    try book.build()
    let headings = try book.read("index.html").matches(of: /<h([1-6])[^>]*>(.*?)</).map { "\($0.1) \($0.2)" }
    #expect(
      headings == [
        "1 A &lt;small&gt; book", "2 Chapters", "3 ", "3 ", "2 Preface &amp; &lt;more&gt;", "3 Why",
        "2 What was measured",
      ])
  }

  @Test func anImageOfThePrefaceIsInTheSite() throws {
    let book = try bookWithPreface()
    try book.write(PNGHeader.bytes(width: 4, height: 2), to: "chapters/a.png")
    try book.setPreface("![A picture](a.png)\n")
    try book.build()
    #expect(try book.snapshot().keys.contains { $0.hasPrefix("images/") && $0.hasSuffix(".png") })
    #expect(try book.read("index.html").contains("alt=\"A picture\" width=\"4\" height=\"2\""))
  }

  @Test func aPrefaceWithMistakesLeavesNoSite() throws {
    let book = try bookWithPreface()
    try book.setPreface("It is `{swift} x`.\n")
    #expect(throws: BookErrors.self) { try book.build() }
    #expect(!FileManager.default.fileExists(atPath: book.site.path))
  }

  private func compare(_ page: String, with name: String) throws {
    let main = try #require(page.firstMatch(of: /(?s)<main.*<\/main>/)).output + "\n"
    let file = Self.folder.appending(path: "\(name).html")
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try Data(main.utf8).write(to: file)
      Issue.record("wrote \(file.lastPathComponent): read it, then run without RECORD")
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == String(main))
  }

  @Test func everyIdentifierIsUniqueAndEveryLinkOfThePageLeadsSomewhere() throws {
    let book = try bookWithPreface()
    try book.build()
    for name in ["01-everything", "02-nothing", "index"] {
      let page = try book.read("\(name).html")
      let identifiers = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
      #expect(Set(identifiers).count == identifiers.count)
      for link in page.matches(of: /href="#([^"]*)"/) { #expect(identifiers.contains(String(link.output.1))) }
    }
  }

  @Test func aPageAsksNoOtherHost() throws {
    let book = try book()
    try book.build()
    for (path, data) in try book.snapshot() where path.hasSuffix(".html") || path.hasPrefix("assets") {
      let text = String(decoding: data, as: UTF8.self)
      #expect(!text.contains(/(src|srcset)="(https?:)?\/\//) && !text.contains(/<link[^>]*href="(https?:)?\/\//))
      #expect(!text.contains("@import") && !text.contains("url(http"))
    }
  }

  @Test func hostileTitlesAreEscapedEverywhere() throws {
    let book = try bookWithPreface()
    try book.build()
    for name in ["01-everything", "02-nothing", "index"] {
      let page = try book.read("\(name).html")
      #expect(!page.contains("<small>") && !page.contains("<more>") && !page.contains("\"Nothing\""))
    }
  }

  @Test func twoBuildsDifferInTheProvenanceLineAlone() throws {
    let first = try book()
    let second = try book()
    second.provenance = Provenance(
      commit: "other", machine: "another", versions: [:], seconds: 9, date: "1 January 2030")
    try first.build()
    try second.build()
    let other = try second.snapshot()
    for (path, data) in try first.snapshot() where path != "results.json" {
      #expect(withoutProvenance(data) == withoutProvenance(try #require(other[path])))
    }
  }

  private func withoutProvenance(_ data: Data) -> String {
    String(decoding: data, as: UTF8.self).split(separator: "\n").filter { !$0.contains("data-provenance") }
      .joined(separator: "\n")
  }
}
