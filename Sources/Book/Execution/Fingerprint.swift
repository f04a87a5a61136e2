import Foundation
import Hashing

/// A hash of several texts that keeps them apart: the texts `ab`, `c` and `a`, `bc` have different fingerprints.
struct Fingerprint {
  private var hash = Hash()

  /// Bytes of a file read at a time.
  private static let chunk = 1 << 20

  mutating func add(_ text: String) {
    hash.update("\(text.utf8.count):".utf8)
    hash.update(text.utf8)
  }

  /// 64 hexadecimal digits.
  var digest: String { hash.hexadecimal }

  /// The fingerprint of several texts.
  static func of(_ texts: [String]) -> String {
    var fingerprint = Fingerprint()
    texts.forEach { fingerprint.add($0) }
    return fingerprint.digest
  }

  /// The hash of a file's content; nil if it cannot be read.
  static func ofFile(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    var fingerprint = Fingerprint()
    do {
      while let data = try file.read(upToCount: chunk), !data.isEmpty { fingerprint.hash.update(data) }
    } catch {
      return nil
    }
    return fingerprint.digest
  }
}
