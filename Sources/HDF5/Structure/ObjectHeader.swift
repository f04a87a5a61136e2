/// The messages that describe a group or an array, wherever in the file they lie.
///
/// Source: HDF5 File Format Specification 3.0, IV.A.1.
struct ObjectHeader {
  /// One fact about the object.
  struct Message {
    let kind: Int
    let content: Block
  }

  private(set) var messages: [Message] = []
  private let file: FileBytes
  /// Parts of the header that are still to be read.
  private var parts: [(place: Int, length: Int)] = []
  private var seen: Set<Int> = []
  private var bytes = 0

  private static let what = "an object"
  /// No writer spreads a header over more parts.
  private static let mostParts = 4096
  private static let continuation = 0x10

  init(at place: Int, in file: FileBytes) throws(Damage) {
    self.file = file
    let start = try file.block(at: place, 1, Self.what)
    if start.bytes.first == UInt8(ascii: "O") {
      try readNewForm(at: place)
    } else {
      try readOldForm(at: place)
    }
  }

  // MARK: - Version 1

  private mutating func readOldForm(at place: Int) throws(Damage) {
    var head = try file.block(at: place, 16, Self.what)
    _ = try head.version(1...1)
    try head.skip(7)
    parts = [(place + 16, try head.integer(4))]
    while let part = try nextPart() {
      var block = try file.block(at: part.place, part.length, Self.what)
      while block.count > 0 {
        let (kind, length, flags) = try (block.integer(2), block.integer(2), block.integer(1))
        try block.skip(3)
        try add(kind, flags, block.block(length))
      }
    }
  }

  // MARK: - Version 2

  /// Sizes of the first part's length, by the lowest bits of the flags.
  private static let lengthWidths = [1, 2, 4, 8]
  private static let checksumBytes = 4

  private mutating func readNewForm(at place: Int) throws(Damage) {
    var head = try file.block(at: place, min(file.count - place, 64), Self.what)
    try head.expect("OHDR")
    _ = try head.version(2...2)
    let flags = try head.integer(1)
    try head.skip((flags & 0x20 == 0 ? 0 : 16) + (flags & 0x10 == 0 ? 0 : 4))
    let length = try head.integer(Self.lengthWidths[flags & 3])
    let before = min(file.count - place, 64) - head.count
    let first = try file.block(at: place + before, length, Self.what)
    seen.insert(place)
    try readMessages(of: first, hasOrder: flags & 4 != 0)
    while let part = try nextPart() {
      var block = try file.block(at: part.place, part.length, Self.what)
      try block.expect("OCHK")
      let content = try block.block(block.count - Self.checksumBytes)
      try readMessages(of: content, hasOrder: flags & 4 != 0)
    }
  }

  /// Messages up to the end, or to a gap that is too small for one.
  private mutating func readMessages(of part: Block, hasOrder: Bool) throws(Damage) {
    var block = part
    while block.count >= (hasOrder ? 6 : 4) {
      let (kind, length, flags) = try (block.integer(1), block.integer(2), block.integer(1))
      if hasOrder { try block.skip(2) }
      try add(kind, flags, block.block(length))
    }
  }

  // MARK: - Both

  private mutating func nextPart() throws(Damage) -> (place: Int, length: Int)? {
    guard let part = parts.popLast() else { return nil }
    bytes += part.length
    guard seen.insert(part.place).inserted, seen.count < Self.mostParts, bytes <= file.count else {
      throw Damage("an object's header goes round in circles")
    }
    return part
  }

  private mutating func add(_ kind: Int, _ flags: Int, _ content: Block) throws(Damage) {
    // Bit 1: the message lies elsewhere and is shared by several objects.
    guard flags & 2 == 0 || kind == 0 else { throw Damage("an object shares its description with another one") }
    guard kind == Self.continuation else {
      if kind != 0 { messages.append(Message(kind: kind, content: content)) }
      return
    }
    var content = content
    parts.append((try content.place(), try min(content.integer(8), file.count)))
  }
}
