import Foundation
internal import Hashing

/// The hash that a file's content must have.
public struct Checksum: Hashable, Sendable, CustomStringConvertible {
  public enum Algorithm: String, Sendable {
    case md5 = "MD5"
    case sha256 = "SHA-256"
    /// No hash but the number of bytes, where a publisher states nothing else.
    case size
  }

  public var algorithm: Algorithm
  /// Lower-case hexadecimal digits.
  public var digits: String

  /// An MD5, for data whose publishers give nothing better.
  public static func md5(_ digits: String) -> Checksum { Checksum(algorithm: .md5, digits: digits) }
  public static func sha256(_ digits: String) -> Checksum { Checksum(algorithm: .sha256, digits: digits) }

  /// Only the size, for data whose publishers give no hash at all.
  public static func size(_ bytes: Int) -> Checksum { Checksum(algorithm: .size, digits: "\(bytes)") }

  public var description: String { "\(algorithm.rawValue) \(digits)" }

  /// The checksum that `bytes` have, by the same algorithm.
  package func actual(of bytes: [UInt8]) -> Checksum {
    Checksum(algorithm: algorithm, digits: algorithm.digest(of: bytes))
  }

  /// The checksum that a file has, by the same algorithm; the file is read in pieces.
  package func actual(ofFile url: URL) throws -> Checksum {
    Checksum(algorithm: algorithm, digits: try algorithm.digest(ofFile: url))
  }
}

extension Checksum.Algorithm {
  private static var pieceBytes: Int { 1 << 20 }

  /// The digest of `bytes` in lower-case hexadecimal digits.
  package func digest(of bytes: [UInt8]) -> String {
    if self == .size { return "\(bytes.count)" }
    var hash = Hash(function)
    hash.update(bytes)
    return hash.hexadecimal
  }

  func digest(ofFile url: URL) throws -> String {
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    if self == .size { return "\(try file.seekToEnd())" }
    var hash = Hash(function)
    while let piece = try file.read(upToCount: Self.pieceBytes), !piece.isEmpty { hash.update(piece) }
    return hash.hexadecimal
  }

  private var function: Hash.Algorithm { self == .md5 ? .md5 : .sha256 }
}
