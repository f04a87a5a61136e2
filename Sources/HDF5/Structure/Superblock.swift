/// What stands at the begin of a file: the sizes of its parts and the place of its outermost group.
///
/// Source: HDF5 File Format Specification 3.0, II.A.
struct Superblock {
  /// Where the header of the outermost group lies.
  let root: Int
  /// Most members of a leaf of a group's tree.
  private(set) var mostSymbols = 8
  /// Most children of a node of a group's tree, and of a node of a tree of pieces.
  private(set) var (mostGroupChildren, mostPieceChildren) = (32, 64)

  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

  init(of file: FileBytes) throws(Damage) {
    var block = try file.block(at: 0, min(file.count, 128), "the superblock")
    guard try block.block(8).bytes.elementsEqual(Self.signature) else { throw Damage("it is not HDF5") }
    let version = try block.version(0...3)
    if version < 2 {
      try block.skip(4)
      try Self.expectPlainSizes(&block)
      try block.skip(1)
      let halves = (leaf: try block.integer(2), group: try block.integer(2))
      try block.skip(4)
      if version == 1 {
        mostPieceChildren = 2 * (try block.integer(2))
        try block.skip(2)
      }
      (mostSymbols, mostGroupChildren) = (2 * halves.leaf, 2 * halves.group)
      guard mostSymbols > 0, mostGroupChildren > 0, mostPieceChildren > 0 else {
        throw block.damage("has trees without children")
      }
      root = try Self.rootOfOldForm(&block)
    } else {
      try Self.expectPlainSizes(&block)
      try block.skip(1)
      root = try Self.rootOfNewForm(&block)
    }
  }

  /// Addresses and lengths are eight bytes wide, as every writer of weights has them.
  private static func expectPlainSizes(_ block: inout Block) throws(Damage) {
    guard try (block.integer(1), block.integer(1)) == (8, 8) else {
      throw block.damage("has addresses that are not eight bytes wide")
    }
  }

  private static func rootOfOldForm(_ block: inout Block) throws(Damage) -> Int {
    guard try block.integer(8) == 0 else { throw block.damage("does not count from the begin of the file") }
    _ = try block.address()
    try expectWholeFile(&block)
    guard try block.address() == nil else { throw block.damage("names a driver") }
    try block.skip(8)
    let root = try block.place()
    // Whether the root's tree and heap are noted here, too.
    guard try block.integer(4) <= 1 else { throw block.damage("has a root that is no group") }
    return root
  }

  private static func rootOfNewForm(_ block: inout Block) throws(Damage) -> Int {
    guard try block.integer(8) == 0 else { throw block.damage("does not count from the begin of the file") }
    guard try block.address() == nil else { throw block.damage("has an extension") }
    try expectWholeFile(&block)
    return try block.place()
  }

  private static func expectWholeFile(_ block: inout Block) throws(Damage) {
    let end = try block.integer(8)
    guard end <= block.fileBytes else { throw Damage("it is cut off: \(block.fileBytes) of \(end) bytes are there") }
  }
}
