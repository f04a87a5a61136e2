import Book
import Testing

/// Cross references, identifiers of headings, inline expressions.
struct ReferenceTests {
  @Test(arguments: [
    ("see @fig-a, @tbl-b2 and @sec-c-d.", "“see ” @fig-a “, ” @tbl-b2 “ and ” @sec-c-d “.”"),
    ("(@fig-a)", "“(” @fig-a “)”"),
    ("*@fig-a*", "em[@fig-a]"),
    ("me@fig-a.org", "“me@fig-a.org”"),
    ("`@fig-a` \\@fig-a", "`@fig-a` “ @fig-a”"),
    ("\\\\@fig-a", "“\\” @fig-a"),
    ("@fig- @figure @equ-a", "“@fig- @figure @equ-a”"),
    ("[@fig-a](u)", "a(u)[“@fig-a”]"),
    ("@fig-a-", "@fig-a “-”"),
  ])
  func referenceIsFoundInProse(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[p[\(expected)]]")
  }

  @Test(arguments: [
    ("# A title", "h1#a-title[“A title”]"),
    ("## It's 2 x *two*: `code`!", "h2#its-2-x-two-code[“It’s 2 x ” em[“two”] “: ” `code` “!”]"),
    ("# A\n# A\n# A", "h1#a[“A”] h1#a-1[“A”] h1#a-2[“A”]"),
    ("# A {#sec-b}", "h1#sec-b[“A”]"),
    ("# `a` {#sec-b}", "h1#sec-b[`a`]"),
    ("A\n=== \n\n# B {#a}", "h1#a-1[“A”] h1#a[“B”]"),
    ("# Über uns", "h1#über-uns[“Über uns”]"),
    ("# !!", "h1#section[“!!”]"),
    ("> # A", "quote[h1#a[“A”]]"),
  ])
  func headingHasAnIdentifier(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
    #expect(errors(markdown) == [])
  }

  @Test(arguments: [
    ("# A {#x}\n\n# B {#x}", "3:1 the identifier ‘x’ is used twice; the first time in line 4"),
    ("# A {#sec x}", "1:1 ‘{#sec x}’ is not an identifier"),
    ("```swift run\n//| label: a\nx\n```\n# A {#a}", "5:1 the identifier ‘a’ is used twice; the first time in line 5"),
  ])
  func identifierIsUnique(markdown: String, expected: String) {
    #expect(errors(markdown) == [expected])
  }

  @Test func expressionsAreGroupedBetweenBlocks() {
    let text = """
      A `{swift} a`.

      ```swift run
      let b = 1
      ```
      - B `{swift} b` and `{swift}   b +
        1`

      ```swift run
      //| eval: false
      c
      ```
      > C `{swift} c`

      | D |
      |---|
      | `{swift} d\\|e` |

      ```swift run
      //| label: end
      f
      ```
      """
    let chapter = chapter(text)
    #expect(chapter.errors == [])
    let units = chapter.blocks.map { unit in
      switch unit.content {
      case .code: "\(unit.label)@\(unit.line - 3)"
      case .expressions(let all):
        unit.label + "(" + all.map { "\($0.expression)@\($0.line - 3):\($0.column)" }.joined(separator: ", ") + ")"
      }
    }
    #expect(
      units == [
        "inline-first(a@1:12)", "block-1@3", "inline-after-block-1(b@6:14, b + 1@6:32, c@13:14, d|e@17:12)",
        "block-2@9",
        "end@19",
      ])
    let nodes = chapter.document.allNodes.compactMap { node in
      if case .inlineExpression(let block, let index) = node.kind { "\(block).\(index)" } else { nil }
    }
    #expect(nodes == ["inline-first.0"] + (0..<4).map { "inline-after-block-1.\($0)" })
  }

  @Test func emptyExpressionIsAnError() {
    #expect(errors("a `{swift}`") == ["1:11 this inline expression is empty"])
  }
}
