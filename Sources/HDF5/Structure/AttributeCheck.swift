/// An attribute as a message holds it: the sizes of its name, type and shape, which follow, then its elements.
///
/// Source: HDF5 File Format Specification 3.0, IV.A.2.m.
enum AttributeCheck {
  /// Checks an attribute, and returns its name.
  static func check(_ content: inout Block) throws(Damage) -> String {
    let version = try content.version(1...3)
    guard try content.integer(1) == 0 else { throw Damage("an attribute shares its type with another one") }
    let sizes = try [content.integer(2), content.integer(2), content.integer(2)]
    if version == 3 { try content.skip(1) }
    let padding = version == 1 ? 8 : 1
    func next(_ size: Int) throws(Damage) -> Block {
      try content.block((size + padding - 1) / padding * padding, "an attribute")
    }
    let name = try text(next(sizes[0]).bytes.prefix(sizes[0]))
    var (type, space) = try (next(sizes[1]), next(sizes[2]))
    let (element, extents) = try (Datatype(&type), Dataspace(&space))
    guard let bytes = ArrayStorage.product([element.bytes, extents.count]), bytes <= content.count else {
      throw Damage("an attribute has fewer elements than its shape says")
    }
    return name
  }

  private static func text(_ bytes: ArraySlice<UInt8>) throws(Damage) -> String {
    guard bytes.firstIndex(of: 0) == bytes.indices.last, let text = String(validating: bytes.dropLast(), as: UTF8.self)
    else { throw Damage("an attribute has a name that is cut off or no text") }
    return text
  }
}
