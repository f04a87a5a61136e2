import Book
import Foundation
import Testing

/// Formulae as MathML by pandoc, which `Scripts/setup.sh --tests` installs.
@Suite struct FormulaStoreTests {
  private let folder = TemporaryFolder()

  private func placed(_ tex: String, isDisplay: Bool = false, line: Int = 7) throws -> PlacedFormula {
    PlacedFormula(try #require(Formula(tex, isDisplay: isDisplay)), file: "chapters/a.md", line: line, column: 3)
  }

  /// A program that notes each start and then is pandoc.
  private func countingPandoc() throws -> String {
    let script = "#!/bin/sh\necho start >> '\(starts.path)'\nexec pandoc \"$@\"\n"
    let file = folder.url.appending(path: "pandoc")
    let text = folder.url.appending(path: "pandoc.sh")
    try Data(script.utf8).write(to: text)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: text.path)
    // A file that this process has written may still be open in a child that another test starts, and cannot be run then.
    try Process.run(URL(filePath: "/bin/cp"), arguments: [text.path, file.path]).waitUntilExit()
    return file.path
  }

  private var starts: URL { folder.url.appending(path: "starts") }
  private var startCount: Int { (try? String(contentsOf: starts, encoding: .utf8).count { $0 == "\n" }) ?? 0 }

  private var kept: [URL] {
    let place = folder.url.appending(path: ".quire/formulae")
    return (try? FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)) ?? []
  }

  @Test(arguments: [
    ("x^2", ["<msup><mi>x</mi><mn>2</mn></msup>"]), ("\\frac{a}{b}", ["<mfrac>"]), ("a < b", ["&lt;"]),
    ("\\text{if } x > 0", ["<mtext", "&gt;"]), ("\\$5", ["$"]), ("\\{a\\}", ["{", "}"]), ("\\sum_i x_i\\ ", ["∑"]),
    ("a & b \\\\ c & d", ["a", "d"]),
  ])
  func aFormulaBecomesMathML(tex: String, parts: [String]) throws {
    for isDisplay in [false, true] {
      let wrapped = tex.contains("&") ? "\\begin{matrix}\(tex)\\end{matrix}" : tex
      let formula = try placed(wrapped, isDisplay: isDisplay)
      let markup = try #require(try FormulaStore(book: folder.url).markup(of: [formula])[formula.formula])
      #expect(markup.hasPrefix("<math") && markup.hasSuffix("</math>"))
      #expect(markup.contains("display=\"block\"") == isDisplay)
      for part in parts { #expect(markup.contains(part), "\(markup)") }
    }
  }

  @Test func oneProcessConvertsAllAndNoneIsStartedAgain() throws {
    let store = FormulaStore(book: folder.url, program: try countingPandoc())
    let formulae = try (1...40).map { try placed("x_{\($0)}", isDisplay: $0 % 2 == 0) }
    let first = try store.markup(of: formulae + formulae)
    #expect(first.count == 40 && startCount == 1)
    for formula in formulae {
      let number = formula.formula.tex.filter(\.isNumber)
      #expect(first[formula.formula]?.contains("<mn>\(number)</mn>") == true)
    }
    #expect(try store.markup(of: formulae) == first && startCount == 1)
    _ = try store.markup(of: formulae + [placed("y")])
    #expect(startCount == 2 && kept.count == 41)
  }

  @Test func aDamagedFileIsNoFormula() throws {
    let store = FormulaStore(book: folder.url)
    let formula = try placed("x")
    let markup = try store.markup(of: [formula])
    try Data("<math".utf8).write(to: try #require(kept.first))
    #expect(try store.markup(of: [formula]) == markup)
  }

  @Test func aFormulaThatCannotBeConvertedIsAnErrorAtEachOfItsPlaces() throws {
    let store = FormulaStore(book: folder.url)
    let bad = "\\frac{a}{"
    let formulae = [
      try placed("x"), try placed(bad, line: 8), try placed("\\nonsense", isDisplay: true, line: 9),
      try placed(bad, line: 10),
    ]
    let errors = try #require(throws: BookErrors.self) { try store.markup(of: formulae) }.errors
    #expect(errors.map(\.line) == [8, 9, 10] && errors.allSatisfy { $0.file == "chapters/a.md" && $0.column == 3 })
    #expect(errors[0].message.contains("‘\(bad)’") && errors[0].message.contains("pandoc says:\n"))
    #expect(errors[1].message.contains("‘\\nonsense’") && errors[1].message.contains("unexpected"))
    #expect(kept.count == 1)
  }

  @Test func withoutPandocTheFirstFormulaSaysWhatToInstall() throws {
    let store = FormulaStore(book: folder.url, program: "no-such-pandoc")
    try store.keep("<math>x</math>", for: placed("x").formula)
    #expect(try store.markup(of: [placed("x")]).count == 1)
    let formulae = try [placed("x", line: 7), placed("y", line: 8), placed("z", line: 9)]
    let errors = try #require(throws: BookErrors.self) { try store.markup(of: formulae) }.errors
    #expect(
      errors.map(\.description) == [
        """
        chapters/a.md:8:3: error: ‘pandoc’, which turns formulae into MathML, is not installed
          hint: install the package pandoc, with ‘apt-get install pandoc’ or ‘brew install pandoc’
        """
      ])
  }

  @Test func aBookWithoutFormulaeNeedsNoPandoc() {
    let store = FormulaStore(book: folder.url, program: "no-such-pandoc")
    #expect(store.errors(in: [chapter("It costs $5, or `$x$`.")]) == [])
    #expect(kept.isEmpty)
  }

  @Test func everyFormulaOfAChapterIsChecked() {
    let text = """
      A $\\a$.

      ```swift run
      //| label: fig-x
      //| fig-cap: Of $\\b$.
      f() // <1>
      ```
      1. Note $\\c$.

      | $\\d$ |
      |-------|

      $$
      \\e
      $$
      """
    let found = chapter(text).formulae.map { "\($0.formula.tex)@\($0.line - 3)" }
    #expect(found.sorted() == ["\\a@1", "\\b@3", "\\c@8", "\\d@10", "\\e@13"])
  }
}

/// A folder in the system's folder for temporary files, removed with the value.
private final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "quire-formulae-\(UUID().uuidString)")

  init() { try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }
}
