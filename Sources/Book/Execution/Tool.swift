import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that is run to its end, such as the compiler.
///
/// Foundation's `Process` would not do: it learns of a child's end by a descriptor that a kernel started at the same time
/// may inherit and keep open.
struct Tool {
  var program: String
  var arguments: [String]

  struct Result {
    /// Exit status, or 128 and the signal that ended it.
    var status: Int32
    /// What it wrote to standard output and standard error together.
    var output: String
  }

  /// Runs the program. It belongs to our process group, so that ctrl-C ends it too.
  /// - Throws: `BookError` if it cannot be started.
  func run() throws -> Result {
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("quire-\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: output) }
    var spawn = SpawnRequest(ownsGroup: false)
    spawn.open("/dev/null", as: STDIN_FILENO, forReading: true)
    spawn.open(output.path, as: STDOUT_FILENO)
    spawn.connect(STDOUT_FILENO, to: STDERR_FILENO)
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let child = try spawn.start(program, [program] + arguments, environment)
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7f
    let text = (try? Data(contentsOf: output)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return Result(status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: text)
  }
}
