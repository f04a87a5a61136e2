/// The extents of an array or an attribute.
///
/// Source: HDF5 File Format Specification 3.0, IV.A.2.b.
struct Dataspace {
  let extents: [Int]
  /// The number of elements.
  let count: Int

  private static let mostExtents = 32

  init(_ block: inout Block) throws(Damage) {
    let version = try block.version(1...2)
    let (rank, flags) = try (block.integer(1), block.integer(1))
    let form = try block.integer(1)
    if version == 1 { try block.skip(4) }
    guard rank <= Self.mostExtents, flags & ~1 == 0, version == 1 || form <= 2, form != 2 || rank == 0 else {
      throw block.damage("has a shape of \(rank) extents that cannot be")
    }
    var extents: [Int] = []
    for _ in 0..<rank { extents.append(try block.integer(8)) }
    for axis in 0..<(flags & 1 == 1 ? rank : 0) {
      guard try block.optionalInteger() ?? .max >= extents[axis] else { throw block.damage("outgrows its own shape") }
    }
    guard let count = ArrayStorage.product(extents) else {
      throw block.damage("has a shape \(extents) that is too large")
    }
    self.extents = extents
    // Form 2 of version 2 has no elements at all.
    self.count = version == 2 && form == 2 ? 0 : count
  }
}
