package import Foundation

/// Expensive results on disk, each under the hash of everything that determines it.
///
/// A file holds the hash of its content, 64 digits, and then the content: a damaged file counts as missing.
package struct MemoFolder: Sendable {
  package var path: String
  /// Hash of the code that computes the results: part of every key.
  package var engineFingerprint: String
  /// Results that were kept before this are computed again; nil if none are.
  package var recallsFrom: Date?

  private static let digestLength = 64

  package init(path: String, engineFingerprint: String, recallsFrom: Date? = nil) {
    self.path = path
    self.engineFingerprint = engineFingerprint
    self.recallsFrom = recallsFrom
  }

  /// What was kept under a key; nil if nothing was, or too long ago, or the file is damaged.
  package func recall(_ key: String) -> [UInt8]? {
    let path = url(of: key).path
    guard isYoungEnough(path), let file = FileManager.default.contents(atPath: path) else { return nil }
    let content = [UInt8](file.dropFirst(Self.digestLength))
    let digest = [UInt8](file.prefix(Self.digestLength))
    return digest == Array(content.sha256.hexadecimal.utf8) ? content : nil
  }

  /// Keeps bytes under a key. The file appears whole or not at all.
  /// - Throws: if it cannot be written.
  package func remember(_ key: String, _ bytes: [UInt8]) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let content = Data(bytes.sha256.hexadecimal.utf8) + Data(bytes)
    try content.write(to: url(of: key), options: .atomic)
  }

  /// Removes what is kept under a key. What cannot be removed only takes up room.
  package func forget(_ key: String) { try? FileManager.default.removeItem(at: url(of: key)) }

  private func isYoungEnough(_ path: String) -> Bool {
    guard let recallsFrom else { return true }
    let date = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    return date.map { $0 >= recallsFrom } ?? false
  }

  private func url(of key: String) -> URL {
    let name = (engineFingerprint + "\n" + key).utf8.sha256.prefix(20).hexadecimal
    return URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(name + ".memo")
  }
}
