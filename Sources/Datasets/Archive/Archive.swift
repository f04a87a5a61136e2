internal import Archives
import Foundation

/// An archive (zip, tar, ar; compressed or not) whose members are taken out one by one.
///
/// A path inside an archive never becomes a path on the disk: members are chosen by name, must be regular files and go
/// to names that the caller gives, so that links, absolute paths and `..` in a hostile archive have nothing to act on.
package struct Archive {
  let url: URL

  package init(at url: URL) { self.url = url }

  /// Takes `files` out of the archive into the staging area.
  /// - Parameter isMember: whether a path in the archive is that of a file.
  /// - Throws: `Unavailable` if one is not there, or the archive is damaged; then nothing of the files is left.
  package func extract(_ files: [DataFile], to staging: Staging, isMember: (String, DataFile) -> Bool) throws {
    var (missing, begun): ([DataFile], [DataFile]) = (files, [])
    do {
      try forEachMember { path, reader in
        guard let index = missing.firstIndex(where: { isMember(path, $0) }) else { return }
        let file = missing.remove(at: index)
        begun.append(file)
        try reader.write(to: staging.part(of: file), limit: file.bytes)
      }
      if let file = missing.first { throw Unavailable("\(url.lastPathComponent) has no \(file.name)") }
    } catch {
      // The next place would take what is there for the begin of its own file.
      for file in begun { staging.remove(staging.part(of: file)) }
      throw error
    }
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
    try Unavailable.from {
      let reader = try ArchiveReader(name: url.lastPathComponent, .archive)
      try reader.open(file: url.path)
      while let path = try reader.nextMember() { try body(path, reader) }
    }
  }
}

extension DatasetError {
  /// Runs `body`; what is wrong with an archive becomes a `DatasetError`.
  static func from<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ArchiveError {
      throw DatasetError(error.file, error.problem)
    }
  }
}
