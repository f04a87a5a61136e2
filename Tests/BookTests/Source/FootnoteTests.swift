import Book
import Testing

struct FootnoteTests {
  @Test(arguments: [
    ("a[^1]\n\n[^1]: b", "p[“a” ^1=1.1] footnote(1=1)[p[“b”]]"),
    (
      "a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X",
      "p[“a” ^x=1.1 “ b” ^y=2.1 “ c” ^x=1.2] footnote(x=1)[p[“X”]] footnote(y=2)[p[“Y”]]"
    ),
    ("a[^1]\n\n[^1]: b\nlazy\n\n    c\n\nd", "p[“a” ^1=1.1] p[“d”] footnote(1=1)[p[“b” / “lazy”] p[“c”]]"),
    ("a[^1]\n\n[^1]:\n    b", "p[“a” ^1=1.1] footnote(1=1)[p[“b”]]"),
    ("a[^1]\n[^1]: b", "p[“a” ^1=1.1] footnote(1=1)[p[“b”]]"),
    (
      "a[^1]\n\n[^1]: b\n\n    - c\n    - d\n\n- e",
      "p[“a” ^1=1.1] ul[li[p[“e”]]] footnote(1=1)[p[“b”] ul[li[p[“c”]] li[p[“d”]]]]"
    ),
    ("- a[^1]\n\n  [^1]: b", "ul:loose[li[p[“a” ^1=1.1]]] footnote(1=1)[p[“b”]]"),
    ("> a[^1]\n>\n> [^1]: b", "quote[p[“a” ^1=1.1]] footnote(1=1)[p[“b”]]"),
    ("a[^1]\n\n[^1]: b\n\n+ c", "p[“a” ^1=1.1] ul:loose[li[p[“c”]]] footnote(1=1)[p[“b”]]"),
    ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", "p[“a” ^1=1.1] footnote(1=1)[p[“b” ^2=2.1]] footnote(2=2)[p[“c”]]"),
    ("[^don't]\n\n[^don't]: b", "p[^don't=1.1] footnote(don't=1)[p[“b”]]"),
    ("`[^1]` \\[^1]", "p[`[^1]` “ [^1]”]"),
    ("```\n[^1]: b\n```", "code-block(|[^1]: b)"),
    ("[^1](u)", "p[a(u)[“^1”]]"),
  ])
  func footnoteIsFound(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
  }

  @Test func definitionsStandWhereTheyAreWritten() {
    let document = chapter("a[^1] b\\\nc[^2]\n\n[^1]: d\n[^2]: e").document
    let notes = document.places {
      switch $0.kind {
      case .footnoteReference, .footnoteDefinition: true
      default: false
      }
    }
    #expect(notes == ["^1=1.1@1:2", "^2=2.1@2:2", "footnote(1=1)[p[“d”]]@4:1", "footnote(2=2)[p[“e”]]@5:1"])
  }
}
