/// Where an array's elements lie.
///
/// Source: HDF5 File Format Specification 3.0, IV.A.2.i.
enum StorageLayout {
  /// In the header itself: so many bytes.
  case compact(bytes: Int)
  /// In one piece; nowhere if nothing was written.
  case contiguous(place: Int?, bytes: Int)
  /// In pieces of these extents, the last of which is the size of an element.
  case pieces(Pieces)

  struct Pieces {
    let extents: [Int]
    /// Where the index of the pieces lies.
    let place: Int?
    let index: Index
  }

  /// What tells where the pieces of an array lie.
  enum Index {
    /// A tree of version 1.
    case tree
    /// There is only one piece, at the index' own place; bytes in the file and filters left out if it is packed.
    case single(packed: (bytes: Int, mask: Int)?)
    /// Something that carries checksums, or is computed.
    case other
  }

  init(_ block: inout Block) throws(Damage) {
    let version = try block.version(3...4)
    switch try block.integer(1) {
    case 0:
      let bytes = try block.integer(2)
      try block.skip(bytes)
      self = .compact(bytes: bytes)
    case 1: self = .contiguous(place: try block.address(), bytes: try block.integer(8))
    case 2: self = .pieces(try version == 3 ? Pieces(tree: &block) : Pieces(index: &block))
    default: throw block.damage("lies in other files")
    }
  }
}

extension StorageLayout.Pieces {
  private static let mostExtents = 33

  fileprivate init(tree block: inout Block) throws(Damage) {
    let rank = try block.integer(1)
    place = try block.address()
    index = .tree
    extents = try Self.extents(&block, rank, width: 4)
  }

  fileprivate init(index block: inout Block) throws(Damage) {
    let (flags, rank, width) = try (block.integer(1), block.integer(1), block.integer(1))
    guard (1...8).contains(width) else { throw block.damage("has pieces of unknown extents") }
    extents = try Self.extents(&block, rank, width: width)
    index = try Self.index(&block, isPacked: flags & 2 == 2)
    place = try block.address()
  }

  private static func index(_ block: inout Block, isPacked: Bool) throws(Damage) -> StorageLayout.Index {
    switch try block.integer(1) {
    case 1: return .single(packed: isPacked ? (try block.integer(8), try block.integer(4)) : nil)
    case 2: break
    case 3: try block.skip(1)
    case 4: try block.skip(5)
    case 5: try block.skip(6)
    default: throw block.damage("has an unknown index of its pieces")
    }
    return .other
  }

  private static func extents(_ block: inout Block, _ rank: Int, width: Int) throws(Damage) -> [Int] {
    var extents: [Int] = []
    for _ in 0..<rank { extents.append(try block.integer(width)) }
    guard (2...mostExtents).contains(rank), extents.allSatisfy({ $0 > 0 }), let bytes = ArrayStorage.product(extents),
      bytes <= UInt32.max
    else { throw block.damage("has pieces of extents \(extents)") }
    return extents
  }

  /// Bytes of a piece in memory.
  var bytes: Int { extents.reduce(1, *) }
}
