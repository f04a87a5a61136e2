/// What kind of element an array or an attribute has.
///
/// Numbers of unusual layout, records and nested arrays are refused: no file of weights has them, and what reads them is long.
/// Source: HDF5 File Format Specification 3.0, IV.A.2.d.
struct Datatype {
  enum Kind: Int {
    case integer = 0
    case float = 1
    case text = 3
    case reference = 7
    case choice = 8
    case sequence = 9
  }

  let kind: Kind
  /// Bytes of an element.
  let bytes: Int

  /// Bits, place and size of the exponent, place and size of the fraction, bias: IEEE 754's half, single and double precision,
  /// and Google's short float.
  private static let floats: [[Int]] = [
    [16, 10, 5, 0, 10, 15], [32, 23, 8, 0, 23, 127], [64, 52, 11, 0, 52, 1023], [16, 7, 8, 0, 7, 127],
  ]
  private static let sequenceBytes = 16
  private static let mostDepth = 2

  init(_ block: inout Block, depth: Int = 0) throws(Damage) {
    let head = try block.integer(1)
    let (version, flags, bytes) = try (head >> 4, block.integer(3), block.integer(4))
    guard let kind = Kind(rawValue: head & 15), (1...3).contains(version), depth < Self.mostDepth else {
      throw block.damage("has elements that are no numbers and no texts")
    }
    guard bytes > 0, bytes <= block.fileBytes else { throw block.damage("has elements of \(bytes) bytes") }
    (self.kind, self.bytes) = (kind, bytes)
    switch kind {
    case .integer: try readInteger(&block)
    case .float: try readFloat(&block, flags)
    case .text: try Self.expectText(block, flags)
    case .reference: break
    case .choice: try readChoice(&block, count: flags & 0xffff, isPadded: version < 3, depth)
    case .sequence:
      let base = try Datatype(&block, depth: depth + 1)
      guard bytes == Self.sequenceBytes, flags & 15 == 0 || flags & 15 == 1 && base.bytes == 1 else {
        throw block.damage("has sequences of an unknown form")
      }
      if flags & 15 == 1 { try Self.expectText(block, flags >> 4) }
    }
  }

  /// How texts end, and whether they are ASCII or UTF-8.
  private static func expectText(_ block: Block, _ flags: Int) throws(Damage) {
    guard flags & 15 <= 2, flags >> 4 & 15 <= 1 else { throw block.damage("has texts of an unknown form") }
  }

  private func readInteger(_ block: inout Block) throws(Damage) {
    let (start, bits) = try (block.integer(2), block.integer(2))
    guard [1, 2, 4, 8].contains(bytes), start == 0, bits == 8 * bytes else {
      throw block.damage("has whole numbers of \(bits) bits")
    }
  }

  private func readFloat(_ block: inout Block, _ flags: Int) throws(Damage) {
    let start = try block.integer(2)
    let bits = try block.integer(2)
    let places = try [block.integer(1), block.integer(1), block.integer(1), block.integer(1)]
    let bias = try block.integer(4)
    let sign = flags >> 8 & 0xff
    guard start == 0, bits == 8 * bytes, sign == bits - 1, flags & 0x70 == 0x20,
      Self.floats.contains([bits] + places + [bias])
    else {
      throw block.damage("has numbers of an unusual form")
    }
  }

  /// A value out of a list, such as Python's truth values: names and whole numbers.
  private func readChoice(_ block: inout Block, count: Int, isPadded: Bool, _ depth: Int) throws(Damage) {
    let base = try Datatype(&block, depth: depth + 1)
    guard base.kind == .integer, base.bytes == bytes else { throw block.damage("has choices that are no numbers") }
    for _ in 0..<count { try block.skipText(alignment: isPadded ? 8 : 1) }
    try block.skip(count * bytes)
  }
}
