internal import Archives
import Foundation

/// An edition that is present, to read its files from.
public struct OpenDataset: Sendable {
  public let dataset: Dataset
  public let edition: DatasetEdition
  /// What a tree of files holds; nil for an edition of named files.
  package let tree: Manifest?
  let store: DataStore

  /// The folder that holds the files.
  package var folder: URL { store.folder(of: dataset, edition) }

  /// What identifies the content.
  public var fingerprint: String { tree?.fingerprint ?? edition.fingerprint }

  /// Bytes that a decompressed file may have at most.
  private static var largestContent: Int { 1 << 30 }

  /// The content of a `.gz` file of the edition, verified against the catalogue and decompressed.
  /// - Throws: `DatasetError` naming the file and what to do if it is missing or not what the catalogue says.
  package func decompressed(_ name: String) throws -> [UInt8] {
    let path = path(of: name)
    do {
      return try DatasetError.from {
        try Gzip.decompress(try verified(name), name: path, limit: Self.largestContent)
      }
    } catch var error as DatasetError {
      error.hint = error.hint ?? DatasetError.fetchHint(dataset.name)
      throw error
    }
  }

  /// Where a file of the edition lies.
  package func path(of name: String) -> String {
    store.folder(of: dataset, edition).appendingPathComponent(name).path
  }

  /// Where a file of the edition lies, for a reader of its own, once its content was found to be that of the catalogue.
  /// - Throws: `DatasetError` naming the file and what to do if it is missing or not what the catalogue says.
  package func verifiedPath(of name: String) throws(DatasetError) -> String {
    let path = path(of: name)
    let hint = DatasetError.fetchHint(dataset.name)
    guard let file = file(named: name), let actual = try? file.checksum.actual(ofFile: URL(fileURLWithPath: path))
    else {
      throw DatasetError(path, "the file cannot be read", hint: hint)
    }
    guard actual == file.checksum else {
      throw DatasetError(
        path, "the file is damaged: its checksum is \(actual) and has to be \(file.checksum)", hint: hint)
    }
    return path
  }

  private func file(named name: String) -> DataFile? { edition.files.first { $0.name == name } }

  private func verified(_ name: String) throws -> [UInt8] {
    let path = path(of: name)
    guard let file = file(named: name), let data = FileManager.default.contents(atPath: path) else {
      throw DatasetError(path, "the file cannot be read")
    }
    let bytes = [UInt8](data)
    let actual = file.checksum.actual(of: bytes)
    guard actual == file.checksum else {
      throw DatasetError(
        path,
        "the file is damaged: its checksum is \(actual) (\(bytes.count) bytes) "
          + "and has to be \(file.checksum) (\(file.bytes) bytes)")
    }
    return bytes
  }
}
