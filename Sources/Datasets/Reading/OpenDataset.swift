internal import Archives
import Foundation

/// An edition that is present, to read its files from.
public struct OpenDataset: Sendable {
  public let dataset: Dataset
  public let edition: DatasetEdition
  let store: DataStore

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

  private func verified(_ name: String) throws -> [UInt8] {
    let path = path(of: name)
    guard let file = edition.files.first(where: { $0.name == name }),
      let data = FileManager.default.contents(atPath: path)
    else { throw DatasetError(path, "the file cannot be read") }
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
