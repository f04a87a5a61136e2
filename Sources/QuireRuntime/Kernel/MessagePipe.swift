internal import CKernelGuard
internal import Foundation
internal import Messages
internal import Notebook

/// Reports to the book: one JSON object a line.
@safe final class MessagePipe: OutputReceiver, @unchecked Sendable {
  /// Progress within an epoch is reported this often, in seconds.
  private static let progressInterval = 0.1

  private let handle: FileHandle
  private let encoder = JSONEncoder()
  private let lock = NSLock()
  private var lastProgress: ContinuousClock.Instant?

  init(descriptor: Int32) {
    handle = FileHandle(fileDescriptor: descriptor)
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  }

  /// Writes a message. A book that is gone needs none: the kernel ends.
  func send(_ message: KernelMessage) {
    lock.withLock {
      do {
        try handle.write(contentsOf: encoder.encode(message) + Data("\n".utf8))
      } catch {
        _exit(1)
      }
    }
  }

  /// Passes on an output with the place it has in the printed text.
  func receive(_ output: Output) { send(.output(output, textOffset: Int(quire_guard_output_size()))) }

  func receive(_ dependency: Dependency) { send(.read(dependency)) }

  /// Passes on where training stands, but within an epoch only so often.
  func receive(_ progress: TrainingProgress) {
    guard progress.endsEpoch || isTimeForProgress() else { return }
    send(.progress(progress))
  }

  private func isTimeForProgress() -> Bool {
    lock.withLock {
      let now = ContinuousClock().now
      if let lastProgress, (now - lastProgress).inSeconds < Self.progressInterval { return false }
      lastProgress = now
      return true
    }
  }
}
