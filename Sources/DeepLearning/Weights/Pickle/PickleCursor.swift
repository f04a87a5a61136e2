/// Takes a pickle's bytes one after the other, and knows where it is for messages.
struct PickleCursor {
  private let file: [UInt8]
  private let place: String
  private(set) var position = 0

  private static let longestText = 1024
  private static let lineFeed: UInt8 = 0x0A

  init(_ file: [UInt8], place: String) {
    self.file = file
    self.place = place
  }

  var isAtEnd: Bool { position == file.count }

  mutating func instruction() throws(DeepLearningError) -> PickleInstruction {
    let byte = try integer(bytes: 1)
    guard let instruction = PickleInstruction(rawValue: UInt8(byte)) else {
      throw problem("there is the instruction \(byte), which no file of weights needs")
    }
    return instruction
  }

  /// A number without sign, least significant byte first.
  mutating func integer(bytes: Int) throws(DeepLearningError) -> Int {
    try take(bytes).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// The next bytes.
  mutating func take(_ count: Int) throws(DeepLearningError) -> ArraySlice<UInt8> {
    guard count <= file.count - position else { throw problem("the file ends too early") }
    defer { position += count }
    return file[position..<position + count]
  }

  mutating func text(bytes: Int) throws(DeepLearningError) -> String {
    guard bytes <= Self.longestText else { throw problem("there is a text of \(bytes) bytes") }
    return try text(try take(bytes))
  }

  /// The text up to a line feed.
  mutating func line() throws(DeepLearningError) -> String {
    guard let end = file[position...].prefix(Self.longestText).firstIndex(of: Self.lineFeed) else {
      throw problem("there is a line without an end")
    }
    defer { position += 1 }
    return try text(try take(end - position))
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(DeepLearningError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("there is a text that is not UTF-8")
    }
    return text
  }

  func problem(_ problem: String) -> DeepLearningError {
    DeepLearningError(
      place, "before byte \(position) \(problem)",
      expected: "a Python pickle of dictionaries of NumPy arrays of 32-bit floats, and nothing else in it")
  }
}
