import Foundation
import Testing

/// A runner that is killed leaves no process behind, and a book that the next build completes.
@Suite(.enabled(if: ExecutedBook.quire != nil, "quire is not built"), .serialized)
struct KilledRunnerTests {
  @Test func itsKernelEndsToo() throws {
    let book = try ExecutedBook(
      """
      ```swift run
      print("first")
      ```

      ```swift run
      try "\\(getpid())".write(toFile: "pid", atomically: true, encoding: .utf8)
      while !FileManager.default.fileExists(atPath: "stop") { usleep(1000) }
      ```

      """)
    let runner = Process()
    runner.executableURL = URL(fileURLWithPath: try #require(ExecutedBook.quire))
    runner.arguments = ["build", book.folder.path]
    runner.standardOutput = FileHandle.nullDevice
    runner.standardError = FileHandle.nullDevice
    try runner.run()
    let kernel = try #require(wait { try? Int32(String(contentsOfFile: book.folder.path + "/pid", encoding: .utf8)) })
    kill(runner.processIdentifier, SIGKILL)
    runner.waitUntilExit()
    #expect(wait { FailureTests.isRunning(kernel) ? nil : true } == true)
    try book.write("", to: "stop")
    #expect(try book.planned() == ["block-2"])
    #expect(try book.run().failure == nil)
  }

  /// The first value that `body` gives within a minute.
  private func wait<Value>(_ body: () -> Value?) -> Value? {
    for _ in 0..<600 {
      if let value = body() { return value }
      usleep(100_000)
    }
    return nil
  }
}
