internal import Crypto
internal import Foundation

/// A folder of pictures named by the hash of their content, so that equal pictures are one file.
package struct ImageFolder: Sendable {
  package var path: String

  package init(path: String) { self.path = path }

  /// Writes a PNG file unless it is there and returns its name.
  /// - Throws: if the file cannot be written.
  package func store(_ bytes: [UInt8]) throws -> String {
    let name = String(hexDigest(of: bytes).prefix(32)) + ".png"
    let file = URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(name)
    guard !FileManager.default.fileExists(atPath: file.path) else { return name }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data(bytes).write(to: file, options: .atomic)
    return name
  }
}

/// The SHA-256 hash of bytes in hexadecimal.
package func hexDigest(of bytes: some Sequence<UInt8>) -> String {
  var hash = SHA256()
  hash.update(data: Data(bytes))
  return hash.finalize().map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}
