/// Goes through the messages of one object.
///
/// Source: HDF5 File Format Specification 3.0, IV.A.2.
struct ObjectCheck {
  private let file: FileBytes
  private let superblock: Superblock
  private var type: Datatype?
  private var space: Dataspace?
  private var layout: StorageLayout?
  private var filters = FilterPipeline()
  /// Bytes of the value of elements that were never written.
  private var fillBytes: [Int] = []
  private(set) var attributeNames: [String] = []

  init(file: FileBytes, superblock: Superblock) { (self.file, self.superblock) = (file, superblock) }

  mutating func take(_ message: ObjectHeader.Message) throws(Damage) {
    var content = message.content
    switch message.kind {
    case 0x01: try Self.set(&space, Dataspace(&content))
    case 0x03: try Self.set(&type, Datatype(&content))
    case 0x04: fillBytes.append(try Self.fill(&content))
    case 0x05: fillBytes.append(try Self.fillOfNewForm(&content))
    case 0x07: throw Damage("the array lies in another file")
    case 0x08: try Self.set(&layout, StorageLayout(&content))
    case 0x0B: filters = try FilterPipeline(&content)
    case 0x0C: attributeNames.append(try AttributeCheck.check(&content))
    case 0x11: _ = try GroupTree(&content, in: file, superblock)
    default: try Self.checkRest(message.kind, &content)
    }
  }

  private static func set<Fact>(_ fact: inout Fact?, _ value: Fact) throws(Damage) {
    guard fact == nil else { throw Damage("an object is described twice") }
    fact = value
  }

  // MARK: - Messages of which nothing is kept

  private static func checkRest(_ kind: Int, _ content: inout Block) throws(Damage) {
    switch kind {
    case 0x02: try checkIndexes(&content, orderBytes: 8)
    case 0x06: try checkLink(&content)
    case 0x0A:
      _ = try content.version(0...0)
      let flags = try content.integer(1)
      try content.skip((flags & 1 == 0 ? 0 : 4) + (flags & 2 == 0 ? 0 : 4))
    case 0x0D: try content.skipText()
    case 0x0E: try content.skip(16)
    case 0x12: try content.skip(8)
    case 0x15: try checkIndexes(&content, orderBytes: 2)
    case 0x16: try content.skip(5)
    default: throw Damage("an object has a message of kind \(kind), which is not known here")
    }
  }

  /// Where members or attributes of the newest form lie that are too many for the header: nowhere, or the file is refused.
  private static func checkIndexes(_ content: inout Block, orderBytes: Int) throws(Damage) {
    _ = try content.version(0...0)
    let flags = try content.integer(1)
    if flags & 1 == 1 { try content.skip(orderBytes) }
    // libhdf5 1.10 frees what it never took when such a list is damaged.
    guard try content.address() == nil else {
      throw Damage("an object has so many members or attributes that they lie in a heap of the newest form")
    }
  }

  /// A member of a group of the newest form: flags, name, and the header's place or the text of a link.
  private static func checkLink(_ content: inout Block) throws(Damage) {
    _ = try content.version(1...1)
    let flags = try content.integer(1)
    let kind = flags & 8 == 0 ? 0 : try content.integer(1)
    try content.skip((flags & 4 == 0 ? 0 : 8) + (flags & 16 == 0 ? 0 : 1))
    let length = try content.integer([1, 2, 4, 8][flags & 3])
    guard length > 0 else { throw content.damage("has a member without a name") }
    try content.skip(length)
    if kind == 0 { _ = try content.place() } else { try content.skip(try content.integer(2)) }
  }

  /// The size of the value of elements that were never written, which follows.
  private static func fill(_ content: inout Block) throws(Damage) -> Int {
    let bytes = try content.integer(4)
    // All ones: there is no such value.
    if bytes == UInt32.max { return 0 }
    try content.skip(bytes)
    return bytes
  }

  private static func fillOfNewForm(_ content: inout Block) throws(Damage) -> Int {
    let version = try content.version(1...3)
    let isThere =
      version == 3
      ? try content.integer(1) & 0x20 != 0
      : try content.integer(3) >> 16 != 0 || version == 1
    return isThere ? try fill(&content) : 0
  }

  // MARK: - How the facts go together

  func finish() throws(Damage) {
    guard let layout else { return }
    guard let type, let space else { throw Damage("an array has no type or no shape") }
    guard fillBytes.allSatisfy({ $0 == 0 || $0 == type.bytes && type.kind != .sequence }) else {
      throw Damage("an array's fill value is of another type")
    }
    guard let bytes = ArrayStorage.product([space.count, type.bytes]) else { throw Damage("an array is too large") }
    switch layout {
    case .compact(let stored):
      guard stored == bytes else { throw Damage("an array of \(bytes) bytes has \(stored)") }
    case .contiguous(let place, let stored):
      guard let place else { break }
      guard stored == bytes, stored <= file.count - place else {
        throw Damage("an array of \(bytes) bytes has \(stored), or lies outside the file")
      }
    case .pieces(let pieces): try check(pieces, space, type)
    }
  }

  private func check(_ pieces: StorageLayout.Pieces, _ space: Dataspace, _ type: Datatype) throws(Damage) {
    guard pieces.extents.count == space.extents.count + 1, pieces.extents.last == type.bytes else {
      throw Damage("an array's pieces are of another shape or type")
    }
    guard let place = pieces.place else { return }
    var tree = PieceTree(
      file: file, pieces: pieces, filters: filters, mostChildren: superblock.mostPieceChildren)
    switch pieces.index {
    case .tree: try tree.check(nodeAt: place)
    case .single(let packed):
      guard (packed != nil) == !filters.isEmpty else { throw Damage("an array is packed by nothing") }
      try tree.check(pieceAt: place, packed?.bytes ?? pieces.bytes, packed?.mask ?? 0)
    case .other: break
    }
  }
}
