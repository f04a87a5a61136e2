import Foundation

/// The content of an edition that is a tree of files, not a list of named ones.
public struct TreeContent: Sendable {
  public var layout: FolderLayout
  /// Where to get it, in the order to try.
  public var places: [TreePlace]

  public init(_ layout: FolderLayout, places: [TreePlace]) {
    self.layout = layout
    self.places = places
  }

  /// Whether a stored tree is one that would be made today: pictures of another painter, or of another seed, are not.
  func isCurrent(_ manifest: Manifest) -> Bool {
    !PetPainting.isOrigin(manifest.origin) || places.contains { $0.description == manifest.origin }
  }
}

/// Somewhere that has a tree of files.
public enum TreePlace: Sendable, CustomStringConvertible {
  /// Archives on a web server, unpacked into one folder.
  case web(WebTree)
  /// Quire's own painter.
  case painter(PetPainting)

  public var description: String {
    switch self {
    case .web(let tree): tree.description
    case .painter(let painting): painting.description
    }
  }

  /// Bytes to download.
  var bytes: Int {
    switch self {
    case .web(let tree): tree.archives.map(\.bytes).reduce(0, +)
    case .painter: 0
    }
  }

  /// Brings the tree into an empty folder.
  /// - Parameter downloads: where archives are collected.
  /// - Throws: `Unavailable` if another place should be tried, `DatasetError` if no place can help.
  func bring(
    _ layout: FolderLayout, into folder: URL, downloads: Staging, progress: (FetchEvent) -> Void
  ) throws {
    switch self {
    case .web(let tree): try tree.bring(layout, into: folder, downloads: downloads, progress: progress)
    case .painter(let painting): try painting.paint(into: folder, progress: progress)
    }
  }
}
