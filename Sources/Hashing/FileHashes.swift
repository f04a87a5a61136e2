internal import Foundation
internal import Synchronization

/// The SHA-256 of files' contents. What was read once is known until the file changes.
package final class FileHashes: Sendable {
  package static let shared = FileHashes()

  private let known = Mutex<[String: (state: FileState, hash: String)]>([:])

  package init() {}

  /// 64 hexadecimal digits; nil if the file cannot be read.
  package func hash(ofFile path: String) -> String? {
    guard let state = FileState(path), !state.isFolder else { return nil }
    if let kept = known.withLock({ $0[path] }), kept.state == state { return kept.hash }
    guard let content = FileManager.default.contents(atPath: path) else { return nil }
    var hash = Hash()
    unsafe content.withUnsafeBytes { unsafe hash.update($0) }
    let digits = hash.hexadecimal
    known.withLock { $0[path] = (state, digits) }
    return digits
  }

  /// What identifies all that lies below a folder, links followed: the SHA-256 of the files' names and contents. Nil if the
  /// folder cannot be read.
  package func hash(ofFolder path: String) -> String? {
    guard FileState(path)?.isFolder == true, let walk = try? FolderWalk(path, followsLinks: true) else { return nil }
    return hash(ofFiles: walk.files.map { (name: $0, path: path + "/" + $0) })
  }

  /// The SHA-256 of names and contents of files; one that cannot be read counts as such.
  package func hash(ofFiles files: [(name: String, path: String)]) -> String {
    var hash = Hash()
    for (name, path) in files {
      hash.update("\(name.utf8.count):\(name) \(self.hash(ofFile: path) ?? "unreadable")\n".utf8)
    }
    return hash.hexadecimal
  }
}
