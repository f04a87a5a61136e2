internal import Foundation
internal import Messages

/// Reads the book's requests, one JSON object a line.
final class RequestReader {
  private let handle: FileHandle
  private var buffer = Data()

  init(descriptor: Int32) { handle = FileHandle(fileDescriptor: descriptor) }

  /// The next request; nil when the book closed the pipe.
  /// - Throws: if a line is no request.
  func next() throws -> KernelRequest? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = buffer[buffer.startIndex..<end]
        buffer = Data(buffer[(end + 1)...])
        return try JSONDecoder().decode(KernelRequest.self, from: line)
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      buffer.append(more)
    }
  }
}
