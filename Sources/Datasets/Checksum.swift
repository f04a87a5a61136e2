internal import Crypto
import Foundation

/// The hash that a file's content must have.
public struct Checksum: Hashable, Sendable, CustomStringConvertible {
  public enum Algorithm: String, Sendable {
    case md5 = "MD5"
    case sha256 = "SHA-256"
  }

  public var algorithm: Algorithm
  /// Lower-case hexadecimal digits.
  public var digits: String

  /// An MD5, for data whose publishers give nothing better.
  public static func md5(_ digits: String) -> Checksum { Checksum(algorithm: .md5, digits: digits) }
  public static func sha256(_ digits: String) -> Checksum { Checksum(algorithm: .sha256, digits: digits) }

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
    switch self {
    case .md5: Insecure.MD5.hash(data: bytes).hexadecimal
    case .sha256: SHA256.hash(data: bytes).hexadecimal
    }
  }

  func digest(ofFile url: URL) throws -> String {
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    return switch self {
    case .md5: try digest(of: file, with: Insecure.MD5())
    case .sha256: try digest(of: file, with: SHA256())
    }
  }

  private func digest<Function: HashFunction>(of file: FileHandle, with start: Function) throws -> String {
    var function = start
    while let piece = try file.read(upToCount: Self.pieceBytes), !piece.isEmpty {
      function.update(data: piece)
    }
    return function.finalize().hexadecimal
  }
}

extension Sequence where Element == UInt8 {
  fileprivate var hexadecimal: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
