import Book
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain\ntext\n", "plain\ntext\n"),
    ("step 1\rstep 2\rstep 3\n", "step 3\n"),
    ("100 %\rdone\n", "done%\n"),
    ("a\r\nb", "a\nb"),
    ("12\u{8}3", "13"),
    ("\u{1B}[1;31mred\u{1B}[0m", "red"),
    ("\u{1B}]0;title\u{7}text", "text"),
    ("\u{1B}]0;title\u{1B}\\text", "text"),
    ("\u{1B}", ""),
    ("\u{1B}[", ""),
    ("bell\u{7}\u{0}\u{9F}", "bell"),
    ("tab\tstays", "tab\tstays"),
    ("é日本\r12", "12本"),
  ])
  func aTerminalWouldShow(printed: String, shown: String) { #expect(TerminalText.render(printed) == shown) }
}
