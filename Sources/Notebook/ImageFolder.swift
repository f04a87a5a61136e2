internal import Foundation
internal import Hashing

/// A folder of pictures named by the hash of their content, so that equal pictures are one file.
package struct ImageFolder: Sendable {
  package var path: String

  package init(path: String) { self.path = path }

  /// Writes a PNG file unless it is there and returns its name.
  /// - Throws: if the file cannot be written.
  package func store(_ bytes: [UInt8]) throws -> String {
    let name = bytes.sha256.prefix(16).hexadecimal + ".png"
    let file = URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(name)
    guard !FileManager.default.fileExists(atPath: file.path) else { return name }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data(bytes).write(to: file, options: .atomic)
    return name
  }
}
