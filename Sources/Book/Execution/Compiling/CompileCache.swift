import Foundation

/// Compiled blocks on disk, each in a folder named by the hash of everything that determines it.
struct CompileCache: Sendable {
  /// Such as `.quire/cache`.
  var folder: URL

  /// The folder for a key, which may not exist yet.
  func folder(for key: String) -> URL { folder.appendingPathComponent(String(key.prefix(32)), isDirectory: true) }

  /// Fills the folder for a key by way of a temporary one, so that it appears whole or not at all. A folder that another
  /// chapter filled meanwhile stays: it has the same content, and may be in use.
  /// - Throws: what `fill` throws; then nothing is kept.
  func make(_ key: String, _ fill: (URL) throws -> Void) throws {
    let place = folder(for: key)
    let draft = folder.appendingPathComponent("draft-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: draft) }
    try fill(draft)
    do {
      try FileManager.default.moveItem(at: draft, to: place)
    } catch {
      guard FileManager.default.fileExists(atPath: place.path) else { throw error }
    }
  }

  /// Notes that a folder is still in use.
  func touch(_ place: URL) { CacheFolder(folder: folder).touch(place) }

  /// Removes what nobody used for a month.
  func prune() { CacheFolder(folder: folder).prune() }
}
