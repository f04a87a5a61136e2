internal import Foundation

/// A part of a file's structure that is not as HDF5 prescribes: the end of "the file is damaged: …".
struct Damage: Error {
  let what: String

  init(_ what: String) { self.what = what }
}

/// The bytes of a file, read piece by piece where they are asked for.
struct FileBytes {
  /// Bytes of the file.
  let count: Int
  private let handle: FileHandle

  /// Opens a file; nil if it is not there.
  init?(path: String) {
    guard let handle = FileHandle(forReadingAtPath: path), let end = try? handle.seekToEnd() else { return nil }
    self.handle = handle
    count = Int(clamping: end)
  }

  /// A piece of the file.
  ///
  /// - Parameter what: what lies there, for the message.
  func block(at place: Int, _ length: Int, _ what: String) throws(Damage) -> Block {
    guard place >= 0, length >= 0, length <= count, place <= count - length else {
      throw Damage("\(what) lies outside the file")
    }
    guard let content = try? read(place, length), content.count == length else {
      throw Damage("\(what) cannot be read")
    }
    return Block(bytes: [UInt8](content)[...], what: what, fileBytes: count)
  }

  private func read(_ place: Int, _ length: Int) throws -> Data {
    try handle.seek(toOffset: UInt64(place))
    return try handle.read(upToCount: length) ?? Data()
  }
}
