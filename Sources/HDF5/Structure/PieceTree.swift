/// The tree that lists the pieces of an array.
///
/// Source: HDF5 File Format Specification 3.0, III.A.1, "B-tree nodes of type 1".
struct PieceTree {
  let file: FileBytes
  let pieces: StorageLayout.Pieces
  let filters: FilterPipeline
  let mostChildren: Int
  private var seen: Set<Int> = []

  init(file: FileBytes, pieces: StorageLayout.Pieces, filters: FilterPipeline, mostChildren: Int) {
    (self.file, self.pieces, self.filters, self.mostChildren) = (file, pieces, filters, mostChildren)
  }

  private var keyBytes: Int { 8 + 8 * pieces.extents.count }
  private var nodeBytes: Int { 24 + 8 * mostChildren + keyBytes * (mostChildren + 1) }

  /// Checks a node and what lies below it.
  ///
  /// - Parameter level: the node's own; nil at the root, which may have any.
  mutating func check(nodeAt place: Int, level: Int? = nil) throws(Damage) {
    var node = try TreeNode(at: place, in: file, bytes: nodeBytes, kind: 1, "a tree of pieces", mostChildren)
    guard seen.insert(place).inserted, level.map({ $0 == node.level }) ?? true else {
      throw Damage("a tree of pieces goes round in circles")
    }
    for _ in 0..<node.children {
      let (bytes, mask) = try key(&node.content)
      let child = try node.content.place()
      if node.level > 0 {
        try check(nodeAt: child, level: node.level - 1)
      } else {
        try check(pieceAt: child, bytes, mask)
      }
    }
    if node.children > 0 { _ = try key(&node.content) }
  }

  /// A key: bytes in the file, filters left out, and the first element's place, which is that of a piece.
  private func key(_ block: inout Block) throws(Damage) -> (bytes: Int, mask: Int) {
    let (bytes, mask) = try (block.integer(4), block.integer(4))
    for extent in pieces.extents {
      guard try block.integer(8) % extent == 0 else { throw block.damage("has pieces that overlap") }
    }
    return (bytes, mask)
  }

  /// Checks what is said of a piece.
  ///
  /// - Parameter bytes: its bytes in the file.
  func check(pieceAt place: Int, _ bytes: Int, _ mask: Int) throws(Damage) {
    guard bytes <= file.count - place else { throw Damage("a piece of an array lies outside the file") }
    guard filters.canStore(pieces.bytes, in: bytes, mask: mask) else {
      throw Damage("a piece of an array has \(bytes) bytes for \(pieces.bytes)")
    }
  }
}

/// A node of a tree of version 1: its head, then keys and children in turn.
struct TreeNode {
  let level: Int
  let children: Int
  var content: Block

  init(
    at place: Int, in file: FileBytes, bytes: Int, kind: Int, _ what: String, _ mostChildren: Int
  ) throws(Damage) {
    content = try file.block(at: place, bytes, what)
    try content.expect("TREE")
    guard try content.integer(1) == kind else { throw content.damage("is one of something else") }
    level = try content.integer(1)
    children = try content.integer(2)
    guard children <= mostChildren else { throw content.damage("has a node of \(children) children") }
    _ = try (content.address(), content.address())
  }
}
