/// How the pieces of an array are packed.
///
/// Only what comes with HDF5 and with h5py's options is let through: deflate, shuffled bytes, checksums.
/// Source: HDF5 File Format Specification 3.0, IV.A.2.l.
struct FilterPipeline {
  private var filters: [Int] = []

  private static let (deflate, shuffle, checksum) = (1, 2, 3)
  private static let checksumBytes = 4

  /// No packing.
  init() {}

  init(_ block: inout Block) throws(Damage) {
    let (version, count) = try (block.version(1...2), block.integer(1))
    if version == 1 { try block.skip(6) }
    for _ in 0..<count { try readFilter(&block, version) }
  }

  private mutating func readFilter(_ block: inout Block, _ version: Int) throws(Damage) {
    let filter = try block.integer(2)
    guard [Self.deflate, Self.shuffle, Self.checksum].contains(filter), !filters.contains(filter) else {
      throw block.damage("is packed by filter \(filter), which is not known here")
    }
    let nameBytes = version == 1 ? try block.integer(2) : 0
    let (_, values) = try (block.integer(2), block.integer(2))
    try block.skip((nameBytes + 7) / 8 * 8 + 4 * values)
    if version == 1, values % 2 == 1 { try block.skip(4) }
    filters.append(filter)
  }

  var isEmpty: Bool { filters.isEmpty }

  /// Whether a piece of `bytes` bytes can have `stored` bytes in the file.
  ///
  /// - Parameter mask: a bit for each filter that was left out.
  func canStore(_ bytes: Int, in stored: Int, mask: Int) -> Bool {
    let used = filters.enumerated().filter { mask & 1 << $0.offset == 0 }.map(\.element)
    let added = used.contains(Self.checksum) ? Self.checksumBytes : 0
    return used.contains(Self.deflate) ? stored > added : stored == bytes + added
  }
}
