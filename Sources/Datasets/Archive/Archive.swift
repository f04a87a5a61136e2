internal import CArchive
import Foundation

/// An archive (zip, tar, ar; compressed or not) whose members are taken out one by one, through libarchive.
///
/// A path inside an archive never becomes a path on the disk: members are chosen by name, must be regular files and go
/// to names that the caller gives, so that links, absolute paths and `..` in a hostile archive have nothing to act on.
/// (libarchive's secure-extraction flags belong to its own writing to disk, which is not used.)
package struct Archive {
  let url: URL

  package init(at url: URL) { self.url = url }

  /// Takes `files` out of the archive into the staging area.
  /// - Parameter isMember: whether a path in the archive is that of a file.
  /// - Throws: `Unavailable` if one is not there, `DatasetError` if the archive is damaged.
  package func extract(_ files: [DataFile], to staging: Staging, isMember: (String, DataFile) -> Bool) throws {
    var missing = files
    try forEachMember { path, reader in
      guard let index = missing.firstIndex(where: { isMember(path, $0) }) else { return }
      let file = missing.remove(at: index)
      try reader.write(to: staging.part(of: file), limit: file.bytes)
    }
    if let file = missing.first { throw Unavailable("\(url.lastPathComponent) has no \(file.name)") }
  }

  /// Takes the first member that `isWanted` out of the archive.
  func extractMember(to target: URL, limit: Int, isWanted: (String) -> Bool) throws {
    var isFound = false
    try forEachMember { path, reader in
      guard !isFound, isWanted(path) else { return }
      isFound = true
      try reader.write(to: target, limit: limit)
    }
    if !isFound { throw Unavailable("\(url.lastPathComponent) does not have the expected content") }
  }

  private func forEachMember(_ body: (String, ArchiveReader) throws -> Void) throws {
    let reader = try ArchiveReader(name: url.lastPathComponent, .archive)
    try reader.open(file: url)
    while let path = try reader.nextMember() { try body(path, reader) }
  }
}

/// One compressed file.
enum Gzip {
  /// Decompresses the content of a `.gz` file.
  /// - Parameter name: path of the file, for messages.
  /// - Parameter limit: bytes that the result may have at most.
  /// - Throws: `DatasetError` if it is no gzip data, is cut off or damaged, or would be larger.
  static func decompress(_ bytes: [UInt8], name: String, limit: Int) throws -> [UInt8] {
    let reader = try ArchiveReader(name: name, .gzip)
    return try reader.readOnlyMember(of: bytes, limit: limit)
  }
}
