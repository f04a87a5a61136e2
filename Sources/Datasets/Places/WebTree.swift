internal import Archives
import Foundation

/// Archives on a web server that together are a tree of files: downloaded whole, verified, unpacked and removed.
public struct WebTree: Sendable, CustomStringConvertible {
  /// What messages call it.
  public var title: String
  /// The folder of the server, ending in `/`.
  public var address: String
  /// Zip or tar files.
  public var archives: [DataFile]

  public init(of title: String, address: String, archives: [DataFile]) {
    self.title = title
    self.address = address
    self.archives = archives
  }

  public var description: String { "\(title) on \(URL(string: address)?.host ?? address)" }

  func bring(
    _ layout: FolderLayout, into folder: URL, downloads: Staging, progress: (FetchEvent) -> Void
  ) throws {
    let total = archives.map(\.bytes).reduce(0, +)
    let missing = archives.filter { downloads.size(of: downloads.folder.appendingPathComponent($0.name)) != $0.bytes }
    let before = total - missing.map(\.bytes).reduce(0, +)
    try WebFolder(address: address).bring(missing, to: downloads) { progress(.received(bytes: before + $0, of: total)) }
    progress(.received(bytes: total, of: total))
    for archive in archives {
      let file = downloads.folder.appendingPathComponent(archive.name)
      // An archive that cannot be unpacked would be taken for downloaded the next time.
      defer { downloads.remove(file) }
      try Unavailable.from { try layout.unpack(file, into: folder, progress: progress) }
    }
  }
}

extension FolderLayout {
  /// No edition of the catalogue comes near: 25,000 images have 0.8 GB.
  private static var unpacking: Unpacking { Unpacking(largestContent: 8 << 30, mostMembers: 250_000) }

  /// Files between two events.
  private static var filesPerEvent: Int { 100 }

  /// Takes the files that count out of an archive.
  /// - Throws: `ArchiveError` if it is damaged, cut off or hostile.
  func unpack(_ archive: URL, into folder: URL, progress: (FetchEvent) -> Void) throws {
    _ = try Self.unpacking.unpack(archive, into: folder, isWanted: { wants(Self.plain($0)) }) { files in
      if files % Self.filesPerEvent == 0 { progress(.unpacked(files: files)) }
    }
  }

  /// Archives made of `.` begin every path with `./`.
  private static func plain(_ path: String) -> String { path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
}
