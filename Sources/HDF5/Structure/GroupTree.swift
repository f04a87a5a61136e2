/// The tree that lists the members of a group, and the heap that holds their names.
///
/// libhdf5 1.10 reads wherever the tree points. Source: HDF5 File Format Specification 3.0, III.A.1, III.B and III.D.
struct GroupTree {
  private let file: FileBytes
  private let superblock: Superblock
  private let names: NameHeap
  private var seen: Set<Int> = []

  private static let symbolBytes = 40

  /// - Parameter message: the group's, with the places of tree and heap.
  init(_ message: inout Block, in file: FileBytes, _ superblock: Superblock) throws(Damage) {
    (self.file, self.superblock) = (file, superblock)
    let root = try message.place()
    names = try NameHeap(at: message.place(), in: file)
    try check(nodeAt: root, level: nil)
  }

  private var nodeBytes: Int { 24 + 8 * superblock.mostGroupChildren + 8 * (superblock.mostGroupChildren + 1) }

  private mutating func check(nodeAt place: Int, level: Int?) throws(Damage) {
    let most = superblock.mostGroupChildren
    var node = try TreeNode(at: place, in: file, bytes: nodeBytes, kind: 0, "a group's tree", most)
    guard seen.insert(place).inserted, level.map({ $0 == node.level }) ?? true else {
      throw Damage("a group's tree goes round in circles")
    }
    for _ in 0..<node.children {
      try names.expectName(at: try node.content.integer(8))
      let child = try node.content.place()
      if node.level > 0 { try check(nodeAt: child, level: node.level - 1) } else { try check(leafAt: child) }
    }
    if node.children > 0 { try names.expectName(at: try node.content.integer(8)) }
  }

  private mutating func check(leafAt place: Int) throws(Damage) {
    var leaf = try file.block(at: place, 8 + Self.symbolBytes * superblock.mostSymbols, "a list of members")
    try leaf.expect("SNOD")
    _ = try leaf.version(1...1)
    try leaf.skip(1)
    let count = try leaf.integer(2)
    guard count <= superblock.mostSymbols, seen.insert(place).inserted else {
      throw leaf.damage("has \(count) entries")
    }
    for _ in 0..<count {
      var symbol = try leaf.block(Self.symbolBytes, "a group's member")
      try check(&symbol)
    }
  }

  /// A member: its name, its header, and what is noted of it, which is the tree and heap of a group or the text of a link.
  private func check(_ symbol: inout Block) throws(Damage) {
    try names.expectName(at: try symbol.integer(8))
    let header = try symbol.address()
    let note = try symbol.integer(4)
    try symbol.skip(4)
    switch note {
    case 0: break
    case 1: _ = try (symbol.place(), symbol.place())
    case 2: try names.expectName(at: try symbol.integer(4))
    default: throw symbol.damage("is of an unknown kind")
    }
    guard header != nil || note == 2 else { throw symbol.damage("is nowhere") }
  }
}

/// The heap that holds the names of a group's members.
///
/// Source: HDF5 File Format Specification 3.0, III.D.
private struct NameHeap {
  private let content: Block

  private static let longestName = 4096

  init(at place: Int, in file: FileBytes) throws(Damage) {
    var head = try file.block(at: place, 32, "a group's heap")
    try head.expect("HEAP")
    _ = try head.version(0...0)
    try head.skip(3)
    let (size, free) = try (head.integer(8), head.integer(8))
    content = try file.block(at: try head.place(), size, "a group's heap")
    try checkFreeSpace(from: free)
  }

  /// Free pieces name the next one and their size; 1 is the end of the list.
  private func checkFreeSpace(from first: Int) throws(Damage) {
    var (place, pieces) = (first, 0)
    while place != 1 {
      var block = content
      try block.skip(place)
      let next = try block.integer(8)
      let size = try block.integer(8)
      guard size <= content.count - place, pieces <= content.count / 16 else {
        throw content.damage("has free space that is none")
      }
      (place, pieces) = (next, pieces + 1)
    }
  }

  /// Whether a text with an end lies there.
  func expectName(at place: Int) throws(Damage) {
    var block = content
    try block.skip(place)
    guard block.bytes.prefix(Self.longestName).contains(0) else { throw content.damage("holds a name without an end") }
  }
}
