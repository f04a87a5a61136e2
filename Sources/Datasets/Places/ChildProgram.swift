import Foundation

/// A program that is run to its end as a child of this process, with what it printed.
///
/// Foundation's `Process` is not used: it puts the child into a process group of its own, which an interrupt from the
/// keyboard does not reach, and hands on the signal mask of the calling thread, with which shells and Python hang.
struct ChildProgram {
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    /// The last line that the program printed to standard error: usually its reason.
    var lastLine: String {
      errors.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it ended with status \(status)"
    }
  }

  var name: String
  var arguments: [String]

  init(_ name: String, _ arguments: [String]) {
    self.name = name
    self.arguments = arguments
  }

  private static var pollSeconds: Double { 0.02 }

  /// Runs the program and waits for it, calling `whileRunning` from time to time with a look at what it has printed.
  ///
  /// What it prints goes to files: unlike pipes they cannot fill up and stop it.
  /// - Throws: `Unavailable` if this machine has no such program; what `whileRunning` throws, which ends the program.
  func run(whileRunning: (_ output: () -> String) throws -> Void = { _ in }) throws -> Result {
    let printed = FileManager.default.temporaryDirectory.appendingPathComponent("quire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: printed, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: printed) }
    let output = printed.appendingPathComponent("output")
    let errors = printed.appendingPathComponent("errors")
    let child = try start(output: output.path, errors: errors.path)
    var status = Self.statusIfEnded(child)
    while status == nil {
      Thread.sleep(forTimeInterval: Self.pollSeconds)
      do { try whileRunning { Self.text(output) } } catch {
        Self.end(child)
        throw error
      }
      status = Self.statusIfEnded(child)
    }
    return Result(status: status ?? 0, output: Self.text(output), errors: Self.text(errors))
  }

  private static func end(_ child: pid_t) {
    kill(child, SIGKILL)
    while waitpid(child, nil, 0) == -1 && errno == EINTR {}
  }

  private static func text(_ file: URL) -> String {
    String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
  }

  /// The exit status, 128 + n for a child that signal n ended; nil while it runs.
  private static func statusIfEnded(_ child: pid_t) -> Int32? {
    var status: Int32 = 0
    let ended = unsafe waitpid(child, &status, WNOHANG)
    if ended == 0 || (ended == -1 && errno == EINTR) { return nil }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}

// MARK: - posix_spawn

extension ChildProgram {
  #if os(Linux)
    private typealias FileActions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
  #else
    private typealias FileActions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
  #endif

  /// Starts the program with no input, its output in two new files and every signal in its default state.
  private func start(output: String, errors: String) throws -> pid_t {
    var actions = unsafe FileActions.empty
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
    var attributes = Attributes.empty
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    Self.resetSignals(&attributes)
    return try unsafe spawn(&actions, &attributes)
  }

  private static func resetSignals(_ attributes: inout Attributes) {
    var none = sigset_t()
    unsafe sigemptyset(&none)
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
  }

  private func spawn(_ actions: inout FileActions, _ attributes: inout Attributes) throws -> pid_t {
    let environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
    let arguments = unsafe ([name] + arguments).map { unsafe strdup($0) } + [nil]
    let variables = unsafe environment.map { unsafe strdup("\($0)=\($1)") } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    var child: pid_t = 0
    let failure = unsafe posix_spawnp(&child, name, &actions, &attributes, arguments, variables)
    if failure == ENOENT { throw Unavailable("this machine has no program `\(name)`") }
    guard failure == 0 else { throw Unavailable("`\(name)` does not start (error \(failure))") }
    return child
  }
}

#if os(Linux)
  extension posix_spawn_file_actions_t { fileprivate static var empty: Self { unsafe .init() } }
  extension posix_spawnattr_t { fileprivate static var empty: Self { .init() } }
#else
  extension Optional { fileprivate static var empty: Self { nil } }
#endif
