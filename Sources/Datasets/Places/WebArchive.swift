import Foundation

/// An archive on a web server that carries files: downloaded whole, verified, unpacked and removed.
///
/// For a source package on PyPI too: pip would run the package's own set-up program only to tell its name.
public struct WebArchive: Sendable, CustomStringConvertible {
  /// What the archive is called for people.
  public var title: String
  /// The folder of the server, ending in `/`.
  public var address: String
  /// The archive.
  public var file: DataFile
  /// The folder of the archive that holds the files.
  public var folder: String

  public init(of title: String, address: String, file: DataFile, folder: String) {
    self.title = title
    self.address = address
    self.file = file
    self.folder = folder
  }

  public var description: String { "\(title) on \(URL(string: address)?.host ?? address)" }

  /// Bytes of the archive that arrive count as bytes of the files, in proportion.
  func bring(_ files: [DataFile], to staging: Staging, received: (Int) -> Void) throws {
    let total = files.map(\.bytes).reduce(0, +)
    try WebFolder(address: address).bring([file], to: staging) { bytes in
      received(Int(Double(bytes) / Double(max(file.bytes, 1)) * Double(total)))
    }
    let archive = staging.folder.appendingPathComponent(file.name)
    defer { staging.remove(archive) }
    try Archive(at: archive).extract(files, to: staging) { path, file in path == "\(folder)/\(file.name)" }
    for file in files { try staging.accept(file, from: description) }
  }
}
