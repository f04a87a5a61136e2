#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The collections of a file in which HDF5 keeps texts of variable length ("global heaps"), and what refers to them.
///
/// libhdf5 1.10 trusts both: it copies a text of whatever length the collection states into a buffer of at least 4,096 bytes,
/// allocates whatever length the reference states, and takes any number of a text for that of a text that is there. So both are
/// checked before texts are read. Source: HDF5 File Format Specification 3.0, II.A, III.E, IV.A.2.m and IV.B.
struct TextHeaps {
  private static let signature: [UInt8] = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]  // "GCOL", version 1
  private static let headerBytes = 16
  private static let longestText = 4096

  private let bytes: [UInt8]
  /// Where each collection begins, and the numbers of the texts in it.
  private var collections: [UInt64: Set<UInt16>] = [:]

  /// Reads the collections of a file; nil if one of them is not sound or the file has another form than writers of weights give it.
  init?(file: String) {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)) else { return nil }
    bytes = [UInt8](data)
    guard hasPlainAddresses, findCollections() else { return nil }
  }

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

  /// Whether the references of an attribute are to short texts that are there, wherever an attribute of this name and count may
  /// lie.
  ///
  /// The library does not tell where; an attribute begins with a version from 1 to 3, flags, and the sizes of its name, its type
  /// and its shape, which follow; then come the references.
  func hold(_ count: Int, ofAttribute name: String) -> Bool {
    let name = Array(name.utf8) + [0]
    var found = 0
    for start in bytes.indices.dropLast(name.count) where bytes[start] == name[0] {
      guard bytes[start..<start + name.count].elementsEqual(name) else { continue }
      for references in references(ofAttributeNamedAt: start) where references.count == count {
        guard (0..<count).allSatisfy({ isSound(referenceAt: references.place + 16 * $0) }) else { return false }
        found += 1
      }
    }
    return found > 0
  }

  /// Where the references begin, and how many there are, if an attribute's name begins at `start`. Version 3 has a byte for the
  /// name's encoding before it.
  private func references(ofAttributeNamedAt start: Int) -> [(place: Int, count: Int)] {
    [(8, 1...2), (9, 3...3)].compactMap { (length: Int, versions: ClosedRange<UInt8>) in
      guard start >= length, versions.contains(bytes[start - length]), bytes[start - length + 1] < 4 else { return nil }
      let sizes = (1...3).map { Int(bytes[start - length + 2 * $0]) | Int(bytes[start - length + 2 * $0 + 1]) << 8 }
      let isPadded = bytes[start - length] == 1
      let extents = sizes.map { isPadded ? ($0 + 7) / 8 * 8 : $0 }
      let shape = start + extents[0] + extents[1]
      return count(ofShapeAt: shape).map { (shape + extents[2], $0) }
    }
  }

  /// The product of the extents of a dataspace; nil if it is none.
  private func count(ofShapeAt start: Int) -> Int? {
    guard start + 2 <= bytes.count, 1...2 ~= bytes[start] else { return nil }
    let (rank, first) = (Int(bytes[start + 1]), start + (bytes[start] == 1 ? 8 : 4))
    guard rank <= 32, first + 8 * rank <= bytes.count else { return nil }
    return (0..<rank).reduce(1) { (count: Int?, axis) in
      guard let (product, overflows) = count?.multipliedReportingOverflow(by: integer(first + 8 * axis)) else {
        return nil
      }
      return overflows ? nil : product
    }
  }

  /// A reference: four bytes of length, eight of a collection's address, four of a number; or nothing at all, for no text.
  private func isSound(referenceAt place: Int) -> Bool {
    guard place + 16 <= bytes.count else { return false }
    let (length, address) = (word(place), integer(place + 4))
    if length == 0, address == 0 { return true }
    guard length <= Self.longestText, let texts = collections[UInt64(max(address, 0))],
      let number = UInt16(exactly: word(place + 12))
    else { return false }
    return texts.contains(number)
  }

  private func word(_ start: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) } }

  /// Eight bytes, least significant first; −1 for what is larger than any file.
  private func integer(_ start: Int) -> Int {
    let value = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    return Int(exactly: value) ?? -1
  }
}
