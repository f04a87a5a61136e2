internal import Archives
internal import Datasets
internal import Foundation
internal import Hashing

/// The content of a file that somebody named, noted in the data log.
enum ReadFile {
  /// What a compressed file may hold at most, in bytes; tensors of four-byte floats would take as much.
  static var largestContent: Int { 4 << 30 }

  /// Reads a file.
  /// - Throws: `ArrayFileError` if it is not there or cannot be read.
  static func content(of path: String) throws(ArrayFileError) -> [UInt8] {
    try note(path)
    guard let content = FileManager.default.contents(atPath: path) else {
      throw ArrayFileError(path, "the file cannot be read", hint: "is it a file, and are you allowed to read it?")
    }
    return [UInt8](content)
  }

  /// Reads a file, and decompresses it if its name ends in `.gz`.
  static func decompressed(_ path: String) throws(ArrayFileError) -> [UInt8] {
    let content = try content(of: path)
    guard path.lowercased().hasSuffix(".gz") else { return content }
    do {
      return try Gzip.decompress(content, name: path, limit: largestContent)
    } catch let error as ArchiveError {
      throw ArrayFileError(path, error.problem)
    } catch {
      throw ArrayFileError(path, "it cannot be decompressed: \(error)")
    }
  }

  /// Writes the file's name and the hash of its content down, so that results depend on them.
  static func note(_ path: String) throws(ArrayFileError) {
    guard let state = FileState(path) else {
      throw ArrayFileError(
        path, "there is no such file",
        hint: "paths that begin without / are taken from \(FileManager.default.currentDirectoryPath)")
    }
    guard !state.isFolder, let digest = FileHashes.shared.hash(ofFile: path) else {
      throw ArrayFileError(path, state.isFolder ? "it is a folder, not a file" : "the file cannot be read")
    }
    DataLog.shared.record(DataLog.Entry(kind: .file, name: path, fingerprint: digest))
  }

  /// Writes a file in place of what is there, whole or not at all.
  static func write(_ content: [UInt8], to path: String) throws(ArrayFileError) {
    do {
      try Data(content).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ArrayFileError(path, "the file cannot be written", hint: "is its folder there, and is the disk not full?")
    }
  }
}
