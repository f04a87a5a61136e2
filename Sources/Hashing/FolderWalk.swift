internal import Foundation

/// The files below a folder in a fixed order: folder by folder, each by name, compared byte by byte.
package struct FolderWalk {
  /// Paths relative to the folder.
  package private(set) var files: [String] = []

  /// Walks a folder; a link that leads back to a folder above it is not followed again.
  ///
  /// - Parameter followsLinks: whether links to folders are walked; links to files are files.
  /// - Throws: an error of the system that tells which folder cannot be read.
  package init(_ folder: String, followsLinks: Bool) throws {
    var listings: [(folder: String, names: [String])] = []
    try Self.list(folder, as: "", above: [], followsLinks, &listings)
    for listing in listings.sorted(by: { $0.folder.precedes($1.folder) }) {
      files += listing.names.map { listing.folder.isEmpty ? $0 : listing.folder + "/" + $0 }
    }
  }

  private static func list(
    _ path: String, as name: String, above: [FileState], _ followsLinks: Bool,
    _ listings: inout [(folder: String, names: [String])]
  ) throws {
    guard let own = FileState(path), !above.contains(where: own.isSamePlace) else { return }
    var files: [String] = []
    for entry in try FileManager.default.contentsOfDirectory(atPath: path) {
      let child = path + "/" + entry
      guard let state = FileState(child) else { continue }
      if !state.isFolder {
        files.append(entry)
      } else if followsLinks || !FileState.isLink(child) {
        try list(child, as: name.isEmpty ? entry : name + "/" + entry, above: above + [own], followsLinks, &listings)
      }
    }
    listings.append((name, files.sorted { $0.precedes($1) }))
  }
}

extension String {
  /// The order of code points, which is that of the bytes, and the same everywhere.
  package func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
