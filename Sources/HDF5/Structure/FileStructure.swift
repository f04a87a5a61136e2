// What is checked of a file before libhdf5 sees it.
//
// libhdf5 1.10, which Debian 12 and Ubuntu 24.04 have, trusts much of what it reads: addresses in trees and heaps, lengths of
// messages, sizes of elements. So each object's description is read here first, and a file that is not as the format prescribes,
// or uses of it what no file of weights needs, is refused.
//
// 1. `Superblock` says where the outermost group lies.
// 2. `ObjectHeader` collects the messages of a group or array, and `ObjectCheck` goes through them one by one.
// 3. `GroupTree` and `PieceTree` go through what the messages refer to, if it has no checksum of its own: what the newest form of
//    the format has for indexes of pieces has one, and libhdf5 holds it against that. Its heaps of members are refused.

/// A file whose objects can be checked one by one.
struct FileStructure {
  private let file: FileBytes
  private let superblock: Superblock
  /// Names of the attributes of objects that are known to be sound, by the places of their headers.
  private var checked: [Int: [String]] = [:]

  /// Where the header of the outermost group lies.
  var root: Int { superblock.root }

  /// Checks the file's begin and its outermost group.
  init(path: String) throws(Damage) {
    guard let file = FileBytes(path: path) else { throw Damage("it cannot be opened") }
    self.file = file
    superblock = try Superblock(of: file)
    _ = try check(objectAt: superblock.root)
  }

  /// Checks a group or an array, but not the members of a group.
  ///
  /// - Parameter place: where the object's header lies.
  /// - Returns: the names of its attributes.
  mutating func check(objectAt place: Int) throws(Damage) -> [String] {
    if let names = checked[place] { return names }
    var check = ObjectCheck(file: file, superblock: superblock)
    for message in try ObjectHeader(at: place, in: file).messages { try check.take(message) }
    try check.finish()
    checked[place] = check.attributeNames
    return check.attributeNames
  }
}
