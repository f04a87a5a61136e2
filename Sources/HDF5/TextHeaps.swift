#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The collections of a file in which HDF5 keeps texts of variable length ("global heaps").
///
/// libhdf5 1.10 copies a text of whatever length the collection states into a buffer of at least 4,096 bytes. So a file's
/// collections are checked before texts are read. Source: HDF5 File Format Specification 3.0, III.E.
enum TextHeaps {
  private static let signature: [UInt8] = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]  // "GCOL", version 1
  private static let headerBytes = 16
  private static let longestText = 4096

  /// Whether every text in the file's collections lies within its collection and is short.
  static func areSound(in file: String) -> Bool {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else { return false }
    let bytes = [UInt8](data)
    var start = 0
    while start + headerBytes <= bytes.count {
      if bytes[start] == signature[0], bytes[start..<start + signature.count].elementsEqual(signature) {
        guard isSound(bytes, at: start) else { return false }
      }
      start += 1
    }
    return true
  }

  /// A collection: its size, then objects with index, size and content; object 0 is the free space.
  private static func isSound(_ bytes: [UInt8], at start: Int) -> Bool {
    let size = integer(bytes, start + 8)
    guard size >= headerBytes, size <= bytes.count - start else { return false }
    var place = start + headerBytes
    let end = start + size
    while place + headerBytes <= end {
      let isFree = bytes[place] == 0 && bytes[place + 1] == 0
      let length = integer(bytes, place + 8)
      guard isFree ? length >= headerBytes : (0...longestText).contains(length) else { return false }
      let extent = isFree ? length : headerBytes + (length + 7) / 8 * 8
      guard extent <= end - place else { return false }
      place += extent
    }
    return true
  }

  /// Eight bytes, least significant first; −1 for what is larger than any file.
  private static func integer(_ bytes: [UInt8], _ start: Int) -> Int {
    let value = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    return Int(exactly: value) ?? -1
  }
}
