/// Splits text into lines as CommonMark does.
enum TextLines {
  /// The lines without their ends (`\n`, `\r\n` or `\r`); a line end at the end of the text begins no further line.
  /// NUL becomes the replacement character, as CommonMark demands.
  static func split(_ text: String) -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var isAfterReturn = false
    for byte in text.utf8 {
      defer { isAfterReturn = byte == UInt8(ascii: "\r") }
      if byte == .newline, isAfterReturn { continue }
      if byte == .newline || byte == UInt8(ascii: "\r") {
        lines.append(String(decoding: line, as: UTF8.self))
        line = []
      } else if byte == 0 {
        line += Array("\u{FFFD}".utf8)
      } else {
        line.append(byte)
      }
    }
    return line.isEmpty ? lines : lines + [String(decoding: line, as: UTF8.self)]
  }

  /// The lines of a file's bytes, without a byte order mark.
  ///
  /// - Throws: an error at the first byte that is not UTF-8.
  static func decode(_ bytes: [UInt8]) throws(BookError) -> [String] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
      throw invalidText(in: content)
    }
    return split(text)
  }

  private static func invalidText(in bytes: ArraySlice<UInt8>) -> BookError {
    var start = bytes.startIndex
    while let scalar = length(ofScalarAt: start, in: bytes) { start += scalar }
    let before = split(String(decoding: bytes[..<start], as: UTF8.self) + "x")
    return BookError(
      "the file is not UTF-8 text", line: before.count, column: before.last?.count ?? 1,
      hint: "save it with the encoding UTF-8")
  }

  /// How many bytes the scalar at an index has; nil where none is valid.
  private static func length(ofScalarAt index: Int, in bytes: ArraySlice<UInt8>) -> Int? {
    guard index < bytes.endIndex else { return nil }
    return (1...4).first { count in
      index + count <= bytes.endIndex
        && String(validating: bytes[index..<(index + count)], as: UTF8.self)?.unicodeScalars.count == 1
    }
  }
}
