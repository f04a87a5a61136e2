import Book
import Testing

/// Pipe tables by the rules of GitHub's Markdown.
struct TableTests {
  @Test(arguments: [
    ("| a | b |\n| --- | --- |\n| c | d |", "table(nn)[header[cell[“a”] cell[“b”]] row[cell[“c”] cell[“d”]]]"),
    ("a | b\n-|-\nc | d", "table(nn)[header[cell[“a”] cell[“b”]] row[cell[“c”] cell[“d”]]]"),
    ("| a | b | c | d |\n|---|:--|--:|:-:|", "table(nlrc)[header[cell[“a”] cell[“b”] cell[“c”] cell[“d”]]]"),
    ("| a\\|b |\n|---|\n| `c\\|d` |", "table(n)[header[cell[“a|b”]] row[cell[`c|d`]]]"),
    ("| a | b |\n|---|---|\n| c |", "table(nn)[header[cell[“a”] cell[“b”]] row[cell[“c”] cell]]"),
    ("| a |\n|---|\n| b | |", "table(n)[header[cell[“a”]] row[cell[“b”]]]"),
    ("| a | |\n|---|---|\n| | b |", "table(nn)[header[cell[“a”] cell] row[cell cell[“b”]]]"),
    (
      "| a |\n|---|\n| # b # |\n| - c |\n| > d |\n| 1. e |",
      "table(n)[header[cell[“a”]] row[cell[“# b #”]] row[cell[“- c”]] row[cell[“> d”]] row[cell[“1. e”]]]"
    ),
    ("| *a* |\n|---|\n| [b](u) |", "table(n)[header[cell[em[“a”]]] row[cell[a(u)[“b”]]]]"),
    ("text\n| a |\n|---|\n| b |", "p[“text”] table(n)[header[cell[“a”]] row[cell[“b”]]]"),
    ("| a |\n|---|\n| b |\n> c", "table(n)[header[cell[“a”]] row[cell[“b”]]] quote[p[“c”]]"),
    ("| a |\n|---|\n| b |\n\nc", "table(n)[header[cell[“a”]] row[cell[“b”]]] p[“c”]"),
    ("| a |\n|---|\nb\n\nc", "table(n)[header[cell[“a”]] row[cell[“b”]]] p[“c”]"),
    ("- | a |\n  |---|\n  | b |", "ul[li[table(n)[header[cell[“a”]] row[cell[“b”]]]]]"),
    (
      "1. x\n\n   | a |\n   |---|\n   | b |\n2. y",
      "ol1:loose[li[p[“x”] table(n)[header[cell[“a”]] row[cell[“b”]]]] li[p[“y”]]]"
    ),
    ("> > | a |\n> > |---|\n> > | b |", "quote[quote[table(n)[header[cell[“a”]] row[cell[“b”]]]]]"),
    ("::: note\n| a |\n|---|\n:::", "note[table(n)[header[cell[“a”]]]]"),
    ("| a |\n|---|\n\n| b |\n|---|", "table(n)[header[cell[“a”]]] table(n)[header[cell[“b”]]]"),
    ("| a |\n|---|\n| it's \"b\" -- c |", "table(n)[header[cell[“a”]] row[cell[“it’s “b” – c”]]]"),
  ])
  func tableIsFound(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
  }

  @Test(arguments: [
    ("| a |\n| b |", "p[“| a |” / “| b |”]"),
    ("a\n---", "h2#a[“a”]"),
    ("    | a |\n    |---|", "code-block(|| a |⏎|---|)"),
    ("```\n| a |\n|---|\n```", "code-block(|| a |⏎|---|)"),
    ("<div>\n| a |\n|---|\n</div>", "html(<div>⏎| a |⏎|---|⏎</div>⏎)"),
    ("|---|", "p[“|—|”]"),
  ])
  func otherTextStaysAsItIs(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
  }

  @Test func cellsThatWouldBeLostAreErrors() {
    #expect(errors("| a |\n|---|\n| b | c |") == ["3:7 this row has 2 cells, its table has 1 column"])
    #expect(errors("| a | b |\n|---|") == ["1:1 the header has 2 cells, the line of dashes below it has 1"])
  }

  @Test func rowsAndCellsStandWhereTheyAreWritten() {
    let document = chapter("x\n\n| a |\n|---|\n| b |").document
    let places = document.places { $0.kind == .tableRow(isHeader: false) || $0.kind == .tableCell }
    #expect(places == ["cell[“a”]@3:3", "row[cell[“b”]]@5:1", "cell[“b”]@5:3"])
  }
}
