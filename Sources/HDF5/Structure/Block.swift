/// A piece of a file's structure, taken from front to back. Taking more than there is means that the file is damaged.
struct Block {
  private(set) var bytes: ArraySlice<UInt8>
  /// What the piece is, for messages.
  let what: String
  /// Bytes of the whole file, which bound every address and length.
  let fileBytes: Int

  var count: Int { bytes.count }

  func damage(_ problem: String) -> Damage { Damage("\(what) \(problem)") }

  mutating func skip(_ count: Int) throws(Damage) { _ = try block(count) }

  /// The next bytes as a block of their own.
  mutating func block(_ count: Int, _ what: String? = nil) throws(Damage) -> Block {
    guard count >= 0, count <= bytes.count else { throw damage("is cut off") }
    defer { bytes = bytes.dropFirst(count) }
    return Block(bytes: bytes.prefix(count), what: what ?? self.what, fileBytes: fileBytes)
  }

  /// The next bytes as a number, least significant byte first; numbers that no `Int` holds are damage.
  mutating func integer(_ width: Int) throws(Damage) -> Int {
    let value = try bits(width)
    guard let integer = Int(exactly: value) else { throw damage("has a number that is too large") }
    return integer
  }

  /// Eight bytes as a number; nil for HDF5's "undefined" or "unlimited", which is all ones.
  mutating func optionalInteger() throws(Damage) -> Int? {
    var ahead = self
    if try ahead.bits(8) != .max { return try integer(8) }
    self = ahead
    return nil
  }

  /// An address of something in the file; nil for "undefined".
  mutating func address() throws(Damage) -> Int? {
    let value = try bits(8)
    if value == .max { return nil }
    guard value < UInt64(fileBytes) else { throw damage("refers to a place outside the file") }
    return Int(value)
  }

  /// An address that has to be there.
  mutating func place() throws(Damage) -> Int {
    guard let place = try address() else { throw damage("refers to nothing") }
    return place
  }

  /// The bytes up to a final zero, and the zero; `alignment` is what their count is a multiple of.
  mutating func skipText(alignment: Int = 1) throws(Damage) {
    guard let end = bytes.firstIndex(of: 0) else { throw damage("holds a text without an end") }
    let count = end + 1 - bytes.startIndex
    try skip((count + alignment - 1) / alignment * alignment)
  }

  mutating func expect(_ signature: String) throws(Damage) {
    guard try block(signature.utf8.count).bytes.elementsEqual(signature.utf8) else {
      throw damage("does not begin with \(signature)")
    }
  }

  /// Takes a byte that is one of a few versions.
  mutating func version(_ known: ClosedRange<Int>) throws(Damage) -> Int {
    let version = try integer(1)
    guard known.contains(version) else { throw damage("has version \(version)") }
    return version
  }

  private mutating func bits(_ width: Int) throws(Damage) -> UInt64 {
    try block(width).bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
