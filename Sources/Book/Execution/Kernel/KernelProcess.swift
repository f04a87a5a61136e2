import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's `read`, which the method of the same name hides.
private let readDescriptor = unsafe read

/// A child process with a pipe of requests to its standard input and a pipe of messages from its descriptor 3.
///
/// It has a process group of its own, so that stopping it stops its children too. On Linux it also ends with the thread
/// that started it: that thread must live as long as the process is wanted.
@safe final class KernelProcess {
  enum Reading: Equatable {
    case data([UInt8])
    case nothingYet
    case closed
  }

  private static let messageDescriptor: Int32 = 3
  private static let chunk = 1 << 16
  private static let starting = NSLock()

  let identifier: pid_t
  private let requests: Int32
  private let messages: Int32
  private var status: Int32?
  /// A variable of the kernel's environment, which its children inherit.
  private let mark = "QUIRE_KERNEL=\(UUID().uuidString)"

  /// Starts a program.
  /// - Parameters:
  ///   - environment: the whole environment, as `NAME=VALUE`.
  ///   - log: the file that takes its standard output and error.
  /// - Throws: `BookError` if it cannot be started.
  init(program: String, arguments: [String], environment: [String], log: String) throws {
    // One at a time: a kernel that starts between `pipe` and `fcntl` would inherit this one's pipes.
    Self.starting.lock()
    defer { Self.starting.unlock() }
    let (requestsOut, requestsIn) = try Self.makePipe()
    let (messagesOut, messagesIn) = try Self.makePipe()
    defer {
      close(requestsOut)
      close(messagesIn)
    }
    var spawn = SpawnRequest(ownsGroup: true)
    spawn.connect(requestsOut, to: STDIN_FILENO)
    spawn.connect(messagesIn, to: Self.messageDescriptor)
    spawn.open(log, as: STDOUT_FILENO)
    spawn.connect(STDOUT_FILENO, to: STDERR_FILENO)
    do {
      identifier = try spawn.start(program, [program] + arguments, environment + [mark])
    } catch {
      close(requestsIn)
      close(messagesOut)
      throw error
    }
    // A kernel that is gone must not end this process when a request is written to it.
    signal(SIGPIPE, SIG_IGN)
    requests = requestsIn
    messages = messagesOut
  }

  deinit {
    stop()
    close(requests)
    close(messages)
  }

  /// Writes a request. One that cannot be written is lost: the process is gone, which `read` reports.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe write(requests, $0.baseAddress, $0.count) }
      if written < 0 && errno != EINTR { return }
      rest = rest.dropFirst(max(0, written))
    }
  }

  /// Whether the process ended by itself.
  var hasEnded: Bool {
    if status != nil { return true }
    var result: Int32 = 0
    guard unsafe waitpid(identifier, &result, WNOHANG) == identifier else { return false }
    status = result
    endMarkedProcesses()
    return true
  }

  /// Waits for messages, at most so long.
  func read(milliseconds: Int32) -> Reading {
    var state = pollfd(fd: messages, events: Int16(POLLIN), revents: 0)
    let ready = unsafe poll(&state, 1, milliseconds)
    guard ready > 0 else { return ready == 0 || errno == EINTR ? .nothingYet : .closed }
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe readDescriptor(messages, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { return .nothingYet }
    return count > 0 ? .data(Array(buffer[..<count])) : .closed
  }

  /// Asks the process to say where it is and to end.
  func interrupt() { kill(identifier, SIGTERM) }

  /// Ends the process and its children, and returns its wait status.
  @discardableResult func stop() -> Int32 {
    kill(-identifier, SIGKILL)
    if let status { return status }
    kill(identifier, SIGKILL)
    var result: Int32 = 0
    while unsafe waitpid(identifier, &result, 0) < 0 && errno == EINTR {}
    status = result
    endMarkedProcesses()
    return result
  }

  /// Ends what the blocks started, wherever it went: it has the kernel's mark in its environment.
  private func endMarkedProcesses() {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    for process in processes.compactMap({ pid_t($0) }) where process != getpid() {
      guard let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ"),
        environment.range(of: Data(mark.utf8)) != nil
      else { continue }
      kill(process, SIGKILL)
    }
  }

  /// Both ends close in children by themselves.
  private static func makePipe() throws -> (out: Int32, in: Int32) {
    var ends: [Int32] = [0, 0]
    let result = unsafe pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    guard result == 0 else { throw BookError("no pipe can be made: error \(errno)") }
    return (ends[0], ends[1])
  }
}
