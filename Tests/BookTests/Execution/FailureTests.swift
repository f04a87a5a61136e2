import Book
import Foundation
import Messages
import Testing

/// Every way in which a block may not end: one message at its line, what it printed before, and nothing damaged.
@Suite(.enabled(if: ExecutedBook.canRun, "the kernel and the runtime are not built"), .serialized)
struct FailureTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var code: String
    var kind: BlockFailure.Kind
    var message: String
    /// Text of the line that is blamed.
    var blamed: String
    var testDescription: String { code }

    init(_ code: String, _ kind: BlockFailure.Kind, _ message: String, at blamed: String) {
      (self.code, self.kind, self.message, self.blamed) = (code, kind, message, blamed)
    }
  }

  static let cases = [
    Case("print(xs[n])", .trapped, "Index out of range", at: "print(xs[n])"),
    Case("print(1)\nprint(pick(n))", .trapped, "Index out of range", at: "xs[i]"),
    Case("let s = n > 3 ? nil : xs.first\nprint(s!)", .trapped, "Unexpectedly found nil", at: "print(s!)"),
    Case("var m = Int.max - 6\nm += n\nprint(m)", .trapped, "overflow", at: "m += n"),
    Case("fatalError(\"no way\")", .trapped, "no way", at: "fatalError"),
    Case("precondition(n < 3, \"n is \\(n)\")", .trapped, "n is 7", at: "precondition"),
    Case("try! refuse(n)", .trapped, "7 is too many", at: "try!"),
    Case("let a: Any = n\nprint(a as! String)", .trapped, "Could not cast", at: "as! String"),
    Case("let t = Tensor<Float>(zeros: [3])\nprint(t.row(n))", .trapped, "outside the 3 rows", at: "t.row(n)"),
    Case("print(1)\ntry refuse(n)", .thrown, "7 is too many", at: "throw Refusal"),
    Case("_ = try String(contentsOfFile: \"nowhere\", encoding: .utf8)", .thrown, "nowhere", at: "nowhere"),
    Case("exit(0)", .exited, "called `exit`", at: "exit(0)"),
    Case("kill(getpid(), SIGKILL)", .outOfMemory, "killed the kernel", at: "print(\"before\")"),
    Case(
      "func r(_ i: Int) -> Int { i == -n ? 0 : r(i + 1) * 3 + i }\nprint(r(1))", .trapped, "stack is full",
      at: "func r("
    ),
  ]

  static func chapter(_ code: String, options: String = "") -> String {
    """
    ```swift run
    let xs = [1, 2, 3]
    let n = 7 * (CommandLine.arguments.isEmpty ? 0 : 1)
    struct Refusal: Error, CustomStringConvertible { var description: String }
    func pick(_ i: Int) -> Int {
      xs[i]
    }
    func refuse(_ i: Int) throws {
      if i > 3 {
        throw Refusal(description: "\\(i) is too many")
      }
    }
    ```

    ```swift run
    //| label: bad
    \(options)print("before")
    \(code)
    ```

    ```swift run
    print("after")
    ```

    """
  }

  @Test(arguments: cases)
  func aFailureIsReportedAtItsLine(_ example: Case) throws {
    let book = try ExecutedBook(Self.chapter(example.code))
    let report = try book.run()
    let failure = try #require(report.failure)
    #expect(failure.label == "bad")
    #expect(failure.kind == example.kind)
    #expect(failure.error.message.contains(example.message), "\(failure.error)")
    #expect(failure.error.line == (try book.line(of: example.blamed)))
    #expect(failure.outputs.first?.brief.hasPrefix("text before") == true)
    #expect(failure.outputs.allSatisfy { !$0.brief.contains("stack trace") })
    #expect(report.executed == ["block-1"])
    #expect(try book.planned() == ["bad", "block-3"])
  }

  @Test func anEndlessLoopIsStoppedAtItsTimeout() throws {
    let book = try ExecutedBook(
      Self.chapter("var i = 0\nwhile n > 0 { i &+= 1 }\nprint(i)", options: "//| timeout: 0.5\n"))
    let failure = try #require(try book.run().failure)
    #expect(failure.kind == .timedOut)
    #expect(failure.error.line == (try book.line(of: "while n > 0")))
    #expect(failure.outputs.map(\.brief) == ["text before"])
  }

  @Test func aFloodOfTextIsStoppedAndTheFirstMegabyteKept() throws {
    let book = try ExecutedBook(Self.chapter("while n > 0 { print(\"flood flood flood flood\") }"))
    let failure = try #require(try book.run().failure)
    #expect(failure.kind == .tooMuchOutput)
    let kept = failure.outputs.map(\.brief).joined().utf8.count
    #expect((1_000_000..<1_001_000).contains(kept))
  }

  @Test func memoryHasALimit() throws {
    let code =
      "var keep: [[UInt8]] = []\nfor i in 0..<100 {\n  keep.append(Array(repeating: UInt8(i), count: 50_000_000))\n}\nprint(keep.count)"
    let book = try ExecutedBook(Self.chapter(code))
    book.options.memoryLimit = 400_000_000
    let failure = try #require(try book.run().failure)
    #expect(failure.kind == .outOfMemory)
    #expect(failure.error.line == (try book.line(of: "keep.append")))
  }

  @Test(arguments: ["try refuse(n)", "print(pick(n))", "fatalError(\"no\")"])
  func anExpectedErrorIsAnOutputAndTheChapterGoesOn(code: String) throws {
    let book = try ExecutedBook(Self.chapter(code, options: "//| error: true\n"))
    let report = try book.run()
    #expect(report.failure == nil)
    #expect(report.results["bad"]?.failure != nil)
    #expect(report.shown("bad") == ["text before"])
    #expect(report.shown("block-3") == ["text after"])
    #expect(try book.planned() == [])
    try book.set(Self.chapter(code))
    #expect(try book.planned() == ["bad", "block-3"])
  }

  @Test func whatABlockStartedEndsWithTheChapter() throws {
    let code = """
      let sleeper = Process()
      sleeper.executableURL = URL(fileURLWithPath: "/bin/sleep")
      sleeper.arguments = ["600"]
      try sleeper.run()
      try "\\(sleeper.processIdentifier) \\(getpid())".write(toFile: "pids", atomically: true, encoding: .utf8)
      while n > 0 { usleep(1000) }
      """
    let book = try ExecutedBook(Self.chapter(code, options: "//| timeout: 1\n"))
    #expect(try book.run().failure?.kind == .timedOut)
    let identifiers = try String(contentsOf: book.folder.appendingPathComponent("pids"), encoding: .utf8)
    #expect(identifiers.split(separator: " ").compactMap { Int32($0) }.filter(Self.isRunning) == [])
  }

  /// Whether a process exists and is no zombie.
  static func isRunning(_ identifier: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8) else { return false }
    return !status.contains(") Z ")
  }
}
