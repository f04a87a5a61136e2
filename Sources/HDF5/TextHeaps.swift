#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The collections of a file in which HDF5 keeps texts of variable length ("global heaps"), and what refers to them.
///
/// libhdf5 1.10 trusts both: it copies a text of whatever length the collection states into a buffer of at least 4,096 bytes,
/// allocates whatever length the reference states, and takes any number of a text for that of a text that is there. So both are
/// checked before texts are read. Source: HDF5 File Format Specification 3.0, II.A, III.E and IV.B.
struct TextHeaps {
  private static let signature: [UInt8] = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]  // "GCOL", version 1
  private static let headerBytes = 16
  private static let longestText = 4096

  private let bytes: [UInt8]
  /// Where each collection begins, and the numbers of the texts in it.
  private var collections: [UInt64: Set<UInt16>] = [:]

  /// Whether every text in the file's collections lies within its collection and is short, and every reference is to one of them.
  static func areSound(in file: String) -> Bool {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else { return false }
    var heaps = TextHeaps([UInt8](data))
    return heaps.hasPlainAddresses && heaps.findCollections() && heaps.hasSoundReferences
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether addresses are eight bytes wide and count from the begin of the file, as every writer of weights has them.
  private var hasPlainAddresses: Bool {
    guard bytes.count > 64, bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) else { return false }
    switch bytes[8] {
    case 0: return bytes[13] == 8 && integer(24) == 0
    case 1: return bytes[13] == 8 && integer(28) == 0
    default: return bytes[9] == 8 && integer(12) == 0
    }
  }

  /// Lists the collections; false if one is not sound.
  private mutating func findCollections() -> Bool {
    var start = 0
    while start + Self.headerBytes <= bytes.count {
      if bytes[start] == Self.signature[0], bytes[start..<start + Self.signature.count].elementsEqual(Self.signature) {
        guard let texts = texts(ofCollectionAt: start) else { return false }
        collections[UInt64(start)] = texts
      }
      start += 1
    }
    return true
  }

  /// A collection: its size, then objects with number, size and content; object 0 is the free space. Nil if it is not sound.
  private func texts(ofCollectionAt start: Int) -> Set<UInt16>? {
    let size = integer(start + 8)
    guard size >= Self.headerBytes, size <= bytes.count - start else { return nil }
    var (place, end, texts) = (start + Self.headerBytes, start + size, Set<UInt16>())
    while place + Self.headerBytes <= end {
      let number = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
      let length = integer(place + 8)
      let isFree = number == 0
      guard isFree ? length >= Self.headerBytes : (0...Self.longestText).contains(length) else { return nil }
      let extent = isFree ? length : Self.headerBytes + (length + 7) / 8 * 8
      guard extent <= end - place else { return nil }
      if !isFree { texts.insert(number) }
      place += extent
    }
    return texts
  }

  /// Whether all that looks like a reference is one: four bytes of length, eight of a collection's address, four of a number.
  ///
  /// Where references lie is known to the library alone, so the address of a collection is looked for at every place.
  private var hasSoundReferences: Bool {
    var address: UInt64 = 0
    for end in bytes.indices {
      address = address >> 8 | UInt64(bytes[end]) << 56
      guard end >= 11, address != 0, address < bytes.count, let texts = collections[address] else { continue }
      guard end + 4 < bytes.count, word(end - 11) <= Self.longestText,
        let number = UInt16(exactly: word(end + 1)), texts.contains(number)
      else { return false }
    }
    return true
  }

  private func word(_ start: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) } }

  /// Eight bytes, least significant first; −1 for what is larger than any file.
  private func integer(_ start: Int) -> Int {
    let value = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    return Int(exactly: value) ?? -1
  }
}
