import Foundation
import Messages

/// A kernel process: runs the blocks of one chapter, one at a time.
///
/// It must be used by one thread, which must outlive it.
final class Kernel {
  /// What bounds a block.
  struct Limits: Sendable {
    /// Seconds; nil for no limit.
    var timeout: Double?
    /// Bytes that a block may print before it is stopped.
    var printedBytes = 10_000_000
  }

  let facts: KernelFacts
  /// The libraries that this kernel has loaded, in order: crash reports count them.
  private(set) var libraries: [String] = []

  private let process: KernelProcess
  private let folder: URL
  private var buffer: [UInt8] = []
  /// Whether a block may still be run.
  private(set) var isAlive = true

  /// How often the book looks at a running block's limits, in milliseconds.
  private static let heartbeat: Int32 = 50
  /// Seconds that a kernel may take to load the runtime.
  private static let loadingTime = 60.0
  /// Seconds that an interrupted block has to say where it was.
  private static let grace = 2.0

  /// Starts a kernel and waits until it has loaded the runtime.
  /// - Parameter folder: a folder of its own for files that nobody needs afterwards.
  /// - Throws: `BookError` if the kernel does not start.
  init(kit: RuntimeKit, configuration: KernelConfiguration, environment: KernelEnvironment, folder: URL) throws {
    self.folder = folder
    let file = folder.appendingPathComponent("kernel.json")
    let log = folder.appendingPathComponent("kernel.log")
    try JSONEncoder().encode(configuration).write(to: file)
    process = try KernelProcess(
      program: kit.kernel, arguments: [configuration.runtimeLibrary, file.path], environment: environment.list,
      log: log.path)
    var buffer: [UInt8] = []
    guard case .ready(let facts) = try Self.message(process, &buffer, deadline: .now + .seconds(Self.loadingTime))
    else {
      process.stop()
      let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      throw BookError("the kernel did not start: \(words.isEmpty ? "it said nothing" : words)")
    }
    self.facts = facts
    self.buffer = buffer
  }

  /// Ends the process and whatever it started.
  func stop() {
    isAlive = false
    process.stop()
  }

  /// Runs a block to its end, whatever that is.
  ///
  /// Where the block's end ends the process, the kernel is not alive afterwards.
  func run(
    _ module: BlockModule, library: String, expectsError: Bool, limits: Limits,
    progress: (TrainingProgress) -> Void
  ) throws -> BlockRun {
    let textFile = folder.appendingPathComponent("\(module.name).txt").path
    let request = KernelRequest.run(
      block: module.label, library: library, entryPoint: module.entryPoint, textFile: textFile,
      expectsError: expectsError)
    libraries.append(library)
    process.send([UInt8](try JSONEncoder().encode(request)) + [UInt8(ascii: "\n")])
    var run = BlockRun()
    run.end = try waitForEnd(of: &run, textFile: textFile, limits: limits, progress: progress)
    run.text = PrintedText(path: textFile)
    try? FileManager.default.removeItem(atPath: textFile)
    return run
  }
}

// MARK: - Waiting

extension Kernel {
  private func waitForEnd(
    of run: inout BlockRun, textFile: String, limits: Limits, progress: (TrainingProgress) -> Void
  ) throws -> BlockRun.End {
    let start = ContinuousClock.now
    while true {
      let heartbeat = ContinuousClock.now + .milliseconds(Int(Self.heartbeat))
      if let message = try Self.message(process, &buffer, deadline: heartbeat) {
        if case .progress(let value) = message { progress(value) }
        if let end = note(message, in: &run, start: start) { return end }
      } else if Self.isClosed(process, &buffer) {
        return .vanished(status: endProcess(), seconds: start.secondsSince)
      }
      if PrintedText.size(ofFile: textFile) > limits.printedBytes {
        return .stopped(.tooMuchOutput, interrupt(), seconds: start.secondsSince)
      }
      if let timeout = limits.timeout, start.secondsSince > timeout {
        return .stopped(.timedOut, interrupt(), seconds: start.secondsSince)
      }
    }
  }

  /// Keeps what a message says of the block; the block's end if that is what it says.
  private func note(_ message: KernelMessage, in run: inout BlockRun, start: ContinuousClock.Instant) -> BlockRun.End? {
    switch message {
    case .output(let output, let offset): run.outputs.append((output, offset))
    case .read(let dependency): if !run.dependencies.contains(dependency) { run.dependencies.append(dependency) }
    case .ready, .progress: break
    case .ended(_, let seconds): return .ended(seconds: seconds)
    case .failed(let failure, let addresses): return .failed(failure, addresses, seconds: start.secondsSince)
    case .crashed(let report):
      endProcess()
      return .crashed(report, seconds: start.secondsSince)
    }
    return nil
  }

  /// Asks the block where it is, and ends the process.
  private func interrupt() -> [CodeAddress] {
    process.interrupt()
    let deadline = ContinuousClock.now + .seconds(Self.grace)
    defer { endProcess() }
    while let message = try? Self.message(process, &buffer, deadline: deadline) {
      if case .crashed(let report) = message { return report.addresses }
    }
    return []
  }

  @discardableResult private func endProcess() -> Int32 {
    isAlive = false
    return process.stop()
  }
}

// MARK: - Messages

extension Kernel {
  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }()

  /// The next message; nil if none came in time or none will come.
  private static func message(
    _ process: KernelProcess, _ buffer: inout [UInt8], deadline: ContinuousClock.Instant
  ) throws -> KernelMessage? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(buffer[..<end])
        buffer.removeSubrange(...end)
        return try decoder.decode(KernelMessage.self, from: line)
      }
      let left = max(0, Int32(clamping: Int(-deadline.secondsSince * 1000)))
      switch process.read(milliseconds: left) {
      case .data(let bytes): buffer += bytes
      case .closed: return nil
      case .nothingYet: if deadline <= .now { return nil }
      }
    }
  }

  /// Whether no message will come.
  private static func isClosed(_ process: KernelProcess, _ buffer: inout [UInt8]) -> Bool {
    switch process.read(milliseconds: 0) {
    case .closed: return true
    case .nothingYet: return process.hasEnded
    case .data(let bytes):
      buffer += bytes
      return false
    }
  }
}

extension ContinuousClock.Instant {
  /// Seconds from this instant until now.
  var secondsSince: Double {
    let duration = ContinuousClock.now - self
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
