/// What an EXIF block says about an image: here, only how it is turned.
///
/// The block is TIFF: a header with the byte order and the place of the first directory, whose entries of 12 bytes hold a
/// tag, a type, a count and a value. Nothing else is followed, so no block can send the reader in circles.
struct Exif {
  let orientation: Orientation

  private static var orientationTag: Int { 0x0112 }
  private static var shortType: Int { 3 }
  private static var entryBytes: Int { 12 }

  /// Reads a block from its TIFF header on; a damaged one leaves the image as it is.
  init(_ bytes: [UInt8]) {
    orientation = Self.number(in: bytes).flatMap(Orientation.init) ?? .upright
  }

  private static func number(in bytes: [UInt8]) -> Int? {
    guard let numbers = Numbers(bytes), let directory = numbers.long(at: 4), let count = numbers.short(at: directory)
    else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + index * entryBytes
      guard let tag = numbers.short(at: entry) else { return nil }
      guard tag == orientationTag else { continue }
      return numbers.short(at: entry + 2) == shortType ? numbers.short(at: entry + 8) : numbers.long(at: entry + 8)
    }
    return nil
  }
}

/// Whole numbers in the byte order that a TIFF header names; nil outside the bytes.
private struct Numbers {
  private let bytes: [UInt8]
  private let isLittleEndian: Bool

  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0x49, 0x49, 0x2A, 0x00]) {
      isLittleEndian = true
    } else if bytes.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) {
      isLittleEndian = false
    } else {
      return nil
    }
  }

  func short(at place: Int) -> Int? { number(at: place, count: 2) }
  func long(at place: Int) -> Int? { number(at: place, count: 4) }

  private func number(at place: Int, count: Int) -> Int? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    let digits = bytes[place..<place + count]
    let ordered = isLittleEndian ? Array(digits.reversed()) : Array(digits)
    return ordered.reduce(0) { $0 << 8 | Int($1) }
  }
}
