import Book
import Testing

/// Formulae by pandoc's public rule for `tex_math_dollars`.
struct FormulaTests {
  @Test(arguments: [
    ("a $x$ b", "p[“a ” $x$ “ b”]"),
    ("$a_1 * b_2 * c$", "p[$a_1 * b_2 * c$]"),
    ("$\\{a\\} \\\\ [b](c) <d> &amp; `e`$", "p[$\\{a\\} \\\\ [b](c) <d> &amp; `e`$]"),
    ("$x$, $y$ and *$z$*", "p[$x$ “, ” $y$ “ and ” em[$z$]]"),
    ("one $a +\nb$ two", "p[“one ” $a + b$ “ two”]"),
    ("one $a\n\\le b\n$ two", "p[“one $a” / “\\le b” / “$ two”]"),
    ("$a\nand $b$", "p[“$a” / “and ” $b$]"),
    ("a$x$b", "p[“a” $x$ “b”]"),
    ("$a\\$b$", "p[$a\\$b$]"),
    ("$@eq-x \"q\" -- [^1]$", "p[$@eq-x \"q\" -- [^1]$]"),
    ("# The $L^2$ norm", "h1#the-l2-norm[“The ” $L^2$ “ norm”]"),
    ("> $x$\n> and $y\n> z$", "quote[p[$x$ / “and ” $y z$]]"),
    ("- $x$", "ul[li[p[$x$]]]"),
    ("::: note On $x$\n$y$\n:::", "note[title[“On ” $x$] p[$y$]]"),
    ("[a $x$](u)", "p[a(u)[“a ” $x$]]"),
    ("`a` $b$ ``c ` d`` $e$", "p[`a` “ ” $b$ “ ” `c ` d` “ ” $e$]"),
    ("a ` b $c$", "p[“a ` b ” $c$]"),
    ("$a % comment\nb$", "p[$a b$]"),
    ("$a \\% b$", "p[$a \\% b$]"),
  ])
  func aFormulaIsFoundWithinALine(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
    #expect(errors(markdown) == [])
  }

  @Test(arguments: [
    ("$20,000 and $30,000", "p[“$20,000 and $30,000”]"),
    ("$5 to 6$7", "p[“$5 to 6$7”]"),
    ("$ x$", "p[“$ x$”]"), ("$x $", "p[“$x $”]"), ("$$", "p[“$$”]"), ("$$ $$", "p[“$$ $$”]"), ("$", "p[“$”]"),
    ("\\$x$", "p[“$x$”]"), ("$x\\$", "p[“$x$”]"),
    ("`$x$`", "p[`$x$`]"), ("`` $x$ ` ``", "p[`$x$ ``]"),
    ("    $x$", "code-block(|$x$)"), ("```\n$x$\n```", "code-block(|$x$)"),
    ("```\n$$\na\n$$\n```", "code-block(|$$⏎a⏎$$)"), ("    $$\n    a\n    $$", "code-block(|$$⏎a⏎$$)"),
    ("```\n$$\n```\n$$\nb\n$$", "code-block(|$$) p[$$b$$]"),
    ("<div>\n$$\na\n$$\n</div>", "html(<div>⏎$$⏎a⏎$$⏎</div>⏎)"),
    ("<b title=\"$x$\">y</b> $z$", "p[<b title=\"$x$\"> “y” </b> “ ” $z$]"),
    ("[a](u$x$v) $z$", "p[a(u$x$v)[“a”] “ ” $z$]"),
    ("[a][r] costs 5$ x\n\n[r]: u$v", "p[a(u$v)[“a”] “ costs 5$ x”]"),
    ("<http://x.org/$a$>", "p[a(http://x.org/$a$)[“http://x.org/$a$”]]"),
    ("$a\n\nb$", "p[“$a”] p[“b$”]"),
    ("$$\na\n\nb\n$$", "p[“$$” / “a”] p[“b” / “$$”]"),
    ("costs 5$", "p[“costs 5$”]"),
    ("$5, or `$x$`", "p[“$5, or ” `$x$`]"),
  ])
  func otherDollarsStayAsTheyAre(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
  }

  /// The lines of a display may look like anything else.
  @Test(arguments: [
    ("$$x$$", "p[$$x$$]"), ("$$ x $$", "p[$$x$$]"), ("a $$x$$ b", "p[“a ” $$x$$ “ b”]"),
    ("$$\na\n- b\n+ c\n$$", "p[$$a - b + c$$]"),
    ("$$\na\n=\nb\n---\n# c\n> d\n1. e\n| f |\n$$", "p[$$a = b --- # c > d 1. e | f |$$]"),
    ("a\n$$\nx\n$$\nb", "p[“a” / $$x$$ / “b”]"),
    ("$$ a\n  + b $$", "p[$$a + b$$]"),
    ("$$\na $ b\n$$", "p[$$a $ b$$]"),
    ("> $$\n> a\n> > b\n> $$", "quote[p[$$a > b$$]]"),
    ("- x\n\n  $$\n  a\n  - b\n  $$\n- y", "ul:loose[li[p[“x”] p[$$a - b$$]] li[p[“y”]]]"),
    ("::: tip\n$$\na\n:::\nb\n$$\n:::", "tip[p[$$a ::: b$$]]"),
    ("$$\na\n$$\n\n$$\nb\n$$", "p[$$a$$] p[$$b$$]"),
    ("$$x$$ {#eq-a}", "p[$$x$$#eq-a]"), ("$$x$${#eq-a} y", "p[$$x$$#eq-a “ y”]"),
    ("$$\nx\n$$ {#eq-a}\n\n@eq-a", "p[$$x$$#eq-a] p[@eq-a]"),
    ("$$\nx\n$$ y", "p[$$x$$ “ y”]"),
  ])
  func aDisplayIsFound(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
    #expect(errors(markdown) == [])
  }

  @Test(arguments: [
    ("| $x$ | b |\n|---|---|\n| $|y|$ | c |", "table(nn)[header[cell[$x$] cell[“b”]] row[cell[$|y|$] cell[“c”]]]"),
    ("| 5$ | b |\n|---|---|\n| 6$ | c |", "table(nn)[header[cell[“5$”] cell[“b”]] row[cell[“6$”] cell[“c”]]]"),
    ("| $5 | a$ |\n|---|\n| b |", "table(n)[header[cell[$5 | a$]] row[cell[“b”]]]"),
  ])
  func aFormulaStandsInACell(markdown: String, expected: String) {
    #expect(outline(markdown) == "doc[\(expected)]")
    #expect(errors(markdown) == [])
  }

  @Test(arguments: [
    ("é $x$ `y` $z$", "$x$@1:3 $z$@1:11"),
    ("a $x\ny$ $z$", "$x y$@1:3 $z$@2:4"),
    ("> a\n> $x$ $y$", "$x$@2:3 $y$@2:7"),
    ("text[^1]\n\n[^1]: a $x$ $y$", "$x$@3:9 $y$@3:13"),
    ("| a | $x$ $y$ |\n|---|---|\n| b\\|c $z$ | $u$ $v$ |", "$x$@1:7 $y$@1:11 $z$@3:8 $u$@3:14 $v$@3:18"),
    ("- $$\n  a\n  $$\n- $x$", "$$a$$@1:3 $x$@4:3"),
    ("$$\na\n$$\n\nb $x$ $$y$$ {#eq-y} $z$", "$$a$$@1:1 $x$@5:3 $$y$$#eq-y@5:7 $z$@5:21"),
  ])
  func aFormulaStandsWhereItIsWritten(markdown: String, expected: String) {
    let places = chapter(markdown).document.places { if case .math = $0.kind { true } else { false } }
    #expect(places.joined(separator: " ") == expected)
  }

  @Test func whatStandsBehindAFormulaKeepsItsPlace() {
    let text = "$x$ `{swift} a`\n\n$$\na\n$$\n`{swift} b`\n\n| $|x|$ `{swift} c` |\n|---|\n"
    let expressions = chapter(text).blocks.flatMap { block in
      if case .expressions(let all) = block.content { all } else { [] as [InlineExpression] }
    }
    #expect(expressions.map { "\($0.expression)@\($0.line - 3):\($0.column)" } == ["a@1:14", "b@6:10", "c@8:18"])
  }

  @Test(arguments: [
    ("$$x$$ {#loss}", "1:1 ‘{#loss}’ is not the label of a formula"),
    ("a $$x$$ {#eq-}", "1:3 ‘{#eq-}’ is not the label of a formula"),
    ("$$x$$ {#eq-a}\n\n$$\ny\n$$ {#eq-a}", "3:1 the label ‘eq-a’ is used twice; the first time in line 4"),
    ("$$x$$ {#eq-a}\n\n# B {#eq-a}", "3:1 the identifier ‘eq-a’ is used twice; the first time in line 4"),
  ])
  func aLabelIsCheckedAtItsFormula(markdown: String, expected: String) {
    #expect(errors(markdown) == [expected])
  }

  @Test func theSummaryHoldsNoFormula() {
    #expect(chapter("With $x$.\n\nWithout.").frontMatter.summary == "Without.")
  }

  @Test func textThatABlockPrintedMayHoldFormulae() {
    #expect(MarkdownParser.parse("a $x$\n\n$$\ny\n$$\n").outline == "doc[p[“a ” $x$] p[$$y$$]]")
  }
}
