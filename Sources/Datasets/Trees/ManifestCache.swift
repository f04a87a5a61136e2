import Foundation

/// The manifests that this process has read, so that opening a data set reads its long list once.
final class ManifestCache: Sendable {
  static let shared = ManifestCache()

  private struct Known {
    var stamp: FileTree.Stamp
    var manifest: Manifest
  }

  private let known = Locked<[String: Known]>([:])

  /// The manifest in a file; nil if there is none or it is not whole.
  func manifest(at path: String) -> Manifest? {
    guard let stamp = FileTree.stamp(ofFile: path) else { return nil }
    if let found = known.value[path], found.stamp == stamp { return found.manifest }
    guard let manifest = FileManager.default.contents(atPath: path).flatMap({ Manifest(text: [UInt8]($0)) }) else {
      return nil
    }
    known.update { $0[path] = Known(stamp: stamp, manifest: manifest) }
    return manifest
  }
}
