import Foundation

/// Moves a file over another in one step, as POSIX `rename` does: a reader sees the old file or the new one.
enum FileRenaming {
  static func rename(_ file: URL, to place: URL) throws {
    // Foundation's `moveItem` refuses to replace a file, and on Linux its `replaceItemAt` may lose both.
    guard unsafe Foundation.rename(file.path, place.path) == 0 else {
      let reason = POSIXErrorCode(rawValue: errno).map { POSIXError($0).localizedDescription }
      throw BookError("cannot write \(place.lastPathComponent)", file: place.path, hint: reason)
    }
  }
}
