import Foundation
import Testing

/// What blocks mean: one script in pieces.
@Suite(.enabled(if: ExecutedBook.canRun, "the kernel and the runtime are not built"), .serialized)
struct BlockMeaningTests {
  private func blocks(_ texts: String...) -> String {
    texts.map { "```swift run\n\($0)\n```\n" }.joined(separator: "\n")
  }

  @Test func laterBlocksSeeAndChangeWhatEarlierOnesDeclared() throws {
    let book = try ExecutedBook(
      blocks(
        "var n = 1\nstruct Point { var x = 2 }\nfunc twice(_ i: Int) -> Int { i * 2 }", "n += 1\nlet p = Point(x: 5)",
        "print(n, twice(p.x))"))
    #expect(try book.run().shown("block-3") == ["text 2 10"])
  }

  @Test func theNewestDeclarationWins() throws {
    let book = try ExecutedBook(
      blocks(
        "let a = 1\nfunc f(_ x: Int) -> String { \"first\" }\nstruct S { var old = 1 }",
        "let a = \"two\"\nfunc f(_ x: Int) -> String { \"second\" }\nfunc f(_ x: String) -> String { \"text\" }\nstruct S { var new = 2 }\nprint(a, f(1))",
        "print(a, f(1), f(\"x\"), S().new)", "let a = 4.5", "print(a)"))
    let report = try book.run()
    #expect(report.shown("block-2") == ["text two second"])
    #expect(report.shown("block-3") == ["text two second text 2"])
    #expect(report.shown("block-5") == ["text 4.5"])
  }

  @Test func aChaptersNameWinsOverOneOfTheRuntime() throws {
    let book = try ExecutedBook(
      blocks("let metric = 3\nstruct Figure { var mine = 4 }", "print(metric, Figure().mine)"))
    #expect(try book.run().shown("block-2") == ["text 3 4"])
  }

  @Test(arguments: [
    ("1 + 2", ["value 3"]), ("\"text\"", ["value text"]), ("let a = 3", []), ("_ = 3", []), ("var a = 1\na += 1", []),
    ("print(1)", ["text 1"]), ("[1, 2].forEach { _ in }", []), ("let s: String? = nil\ns?.isEmpty", ["value nil"]),
    ("show(5)", ["value 5"]), ("func f() throws -> Int { 7 }\ntry f()", ["value 7"]), ("if true { 1 } else { 2 }", []),
    ("struct P { var x = 1 }\n[P()]", ["value [P(x: 1)]"]), ("Array(0..<100).count // last", ["value 100"]),
    ("[1, 2]\n  .map { $0 * 2 }", ["value [2, 4]"]), ("Tensor<Float>([2], [1, 2])", ["value [1. 2.]"]),
  ])
  func theLastExpressionIsShown(code: String, shown: [String]) throws {
    let report = try ExecutedBook(blocks(code)).run()
    #expect(report.failure == nil)
    #expect(report.shown("block-1") == shown)
  }

  @Test func outputsKeepTheirOrder() throws {
    let book = try ExecutedBook(
      blocks(
        "print(\"one\")\nshow(Figure { Line(x: [1, 2], y: [3, 4]) })\nprint(\"two\")\nmetric(\"m\", 0.5)\n"
          + "table([\"a\"], [[1]])\nclaim(\"c\", 0.5, atLeast: 0.4, source: \"s\")\nprint(\"three\", terminator: \"\")\n4"
      ))
    #expect(
      try book.run().shown("block-1") == [
        "text one", "figure 560x320", "text two", "metric m 0.5", "table [[\"1\"]]", "claim c true", "text three",
        "value 4",
      ])
  }

  @Test func inlineExpressionsAreTexts() throws {
    let book = try ExecutedBook(
      blocks("let n = 60_000\nlet a: Float = 0.9643") + "\nOf `{swift} n` digits `{swift} a.percent`.\n")
    #expect(try book.run().shown("inline-after-block-1") == ["inline 60,000|96.4\u{A0}%"])
  }

  @Test func parametersAreTypedAndMayBeOverridden() throws {
    let front = "---\ntitle: P\nparams: {epochs: 3, rate: 0.5, loud: true, name: x}\n---\n"
    let book = try ExecutedBook(
      front + blocks("print(params.epochs + 1, params.rate * 2, !params.loud, params.name.count)"))
    #expect(try book.run().shown("block-1") == ["text 4 1.0 false 1"])
    book.options.parameters = ["epochs": "7"]
    #expect(try book.run().shown("block-1") == ["text 8 1.0 false 1"])
    try book.set(front + blocks("let wrong: String = params.epochs"))
    #expect(try book.checkErrors().first?.message == "cannot convert value of type 'Int' to specified type 'String'")
  }

  @Test func rememberedValuesAreComputedOnceAndAgainWhenFresh() throws {
    let code = """
      let value = try remember("answer", keyedBy: [1, 2]) { () -> Int in
        print("computing")
        return 42
      }
      print(value)
      """
    let book = try ExecutedBook(blocks(code, "1"))
    #expect(try book.run().shown("block-1") == ["text computing\n42"])
    try book.set(blocks(code + "\nprint(\"more\")", "1"))
    #expect(try book.run().shown("block-1") == ["text 42\nmore"])
    book.options.freshSince = Date()
    #expect(try book.run().shown("block-1") == ["text computing\n42\nmore"])
  }

  @Test func trainingIsRecalledAndGivesTheSameBits() throws {
    let training = """
      let input = Input(shape: [4])
      let model = try Model(inputs: input, outputs: Dense(units: 2, activation: .softmax)(input), name: "tiny")
      try model.compile(optimizer: .rmsprop(learningRate: 1e-2), loss: .sparseCategoricalCrossentropy)
      let x = Tensor<Float>([4, 4], (0..<16).map { Float($0) / 16 })
      let history = try model.fit(x, Tensor<Int32>([0, 1, 0, 1]), epochs: 2, batchSize: 2)
      """
    let book = try ExecutedBook(blocks(training, "print(history.wasRecalled)", "print(try history[\"loss\"])"))
    let first = try book.run()
    #expect(first.shown("block-1") == ["training tiny 2"])
    #expect(first.shown("block-2") == ["text false"])
    try book.set(blocks(training, "print(history.wasRecalled, 1)", "print(try history[\"loss\"])"))
    let second = try book.run()
    #expect(second.executed == ["block-2", "block-3"])
    #expect(second.shown("block-2") == ["text true 1"])
    #expect(second.shown("block-3") == first.shown("block-3"))
  }

  @Test func aBlockThatIsNotEvaluatedIsNeitherCompiledNorRun() throws {
    let book = try ExecutedBook("```swift run\n//| eval: false\nnonsense here\n```\n\n```swift run\nprint(1)\n```\n")
    #expect(try book.run().executed.count == 1)
  }
}
