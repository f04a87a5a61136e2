import Book
import Testing

struct CalloutTests {
  @Test(arguments: [
    ("::: note\na\n:::", "note[p[“a”]]"),
    ("::: tip A *b* title\nc\n:::", "tip[title[“A ” em[“b”] “ title”] p[“c”]]"),
    (":::warning\na\n:::", "warning[p[“a”]]"),
    ("::: important\n\na\n\nb\n\n:::", "important[p[“a”] p[“b”]]"),
    ("before\n::: note\na\n:::\nafter", "p[“before”] note[p[“a”]] p[“after”]"),
    ("::: note\n- a\n- b\n:::\nc", "note[ul[li[p[“a”]] li[p[“b”]]]] p[“c”]"),
    ("::: note\n> a\n:::\nc", "note[quote[p[“a”]]] p[“c”]"),
    ("::: note\n```text\n:::\n```\n:::", "note[code-block(text|:::)]"),
    ("::: note\n# A\n:::", "note[h1#a[“A”]]"),
    ("::: note\na\n::: tip\nb\n:::\nc\n:::", "note[p[“a”] tip[p[“b”]] p[“c”]]"),
    (":::: note\na\n::: tip\nb\n:::\n::::", "note[p[“a”] tip[p[“b”]]]"),
    ("> ::: note\n> a\n> :::\n> b", "quote[note[p[“a”]] p[“b”]]"),
    ("- a\n\n  ::: note\n  b\n  :::\n- c", "ul:loose[li[p[“a”] note[p[“b”]]] li[p[“c”]]]"),
    ("- ::: note\n  b\n  :::", "ul:loose[li[note[p[“b”]]]]"),
    ("::: note\n:::", "note"),
    ("::: note\n<div>\n\n</div>\n:::", "note[html(<div>⏎) html(</div>⏎)]"),
  ])
  func calloutIsFound(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
    #expect(errors(markdown) == [])
  }

  @Test(arguments: [
    ("```text\n::: note\n```", "code-block(text|::: note)"),
    ("    ::: note", "code-block(|::: note)"),
    ("<!--\n::: note\n-->", "html(<!--⏎::: note⏎-->⏎)"),
    ("a ::: note", "p[“a ::: note”]"),
    ("`a\n::: note`", "p[“`a”]"),
    (":: note", "p[“:: note”]"),
  ])
  func colonsInCodeAreCode(markdown: String, expected: String) {
    #expect(outline(markdown).hasPrefix("doc[\(expected)"))
  }

  @Test(arguments: [
    ("a\n\n::: note\nb", "3:1 the call-out opened here is never closed"),
    ("a\n\n:::", "3:1 this ‘:::’ closes no call-out"),
    ("::: notte\na\n:::", "1:1 unknown kind of call-out ‘notte’"),
    ("::: {.callout-note}\na\n:::", "1:1 unknown kind of call-out ‘{.callout-note}’"),
    ("> ::: note\n\n:::", "1:3 the call-out opened here is never closed|3:1 this ‘:::’ closes no call-out"),
  ])
  func mistakeIsReportedAtItsPlace(markdown: String, expected: String) {
    #expect(errors(markdown).joined(separator: "|") == expected)
  }

  @Test func hintNamesTheNearestKind() {
    #expect(chapter("::: nots\n:::").errors.first?.hint?.contains("‘::: note’") == true)
  }
}
