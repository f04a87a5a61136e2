import Foundation

/// Where the files of one edition arrive: under temporary names beside their final ones, until they are verified.
package struct Staging {
  /// The edition's folder in the data store.
  let folder: URL

  package init(folder: URL) { self.folder = folder }

  /// Where a file is collected. What an interrupted download left there is continued by the next one.
  package func part(of file: DataFile) -> URL {
    folder.appendingPathComponent(".\(file.name).part")
  }

  /// Bytes of a file; 0 if there is none.
  func size(of url: URL) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  func remove(_ url: URL) {
    try? FileManager.default.removeItem(at: url)
  }

  func copy(_ source: URL, asPartOf file: DataFile) throws {
    remove(part(of: file))
    try FileManager.default.copyItem(at: source, to: part(of: file))
  }

  /// Moves a file that has arrived to its final name, if it is what the catalogue says.
  /// - Throws: `Unavailable` naming both checksums if it is not; then nothing of it is kept, and another place is tried.
  func accept(_ file: DataFile, from place: String) throws {
    let part = part(of: file)
    let actual = try file.checksum.actual(ofFile: part)
    guard actual == file.checksum else {
      let bytes = size(of: part)
      remove(part)
      throw Unavailable(
        "what \(place) gave is not \(file.name): its checksum is \(actual) (\(bytes) bytes) "
          + "and has to be \(file.checksum) (\(file.bytes) bytes); nothing of it was kept")
    }
    try moveIntoPlace(part, file)
  }

  /// A rename: whoever looks sees no file or the whole file.
  private func moveIntoPlace(_ part: URL, _ file: DataFile) throws {
    let target = folder.appendingPathComponent(file.name)
    remove(target)
    try FileManager.default.moveItem(at: part, to: target)
  }

  /// Calls `body` with an empty folder on the same disk, and removes it afterwards.
  func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
    let temporary = folder.appendingPathComponent(".unpacking-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { remove(temporary) }
    try body(temporary)
  }
}
