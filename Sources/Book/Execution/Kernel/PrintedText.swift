import Foundation

/// What a block printed, as far as it is kept.
struct PrintedText: Equatable {
  /// Bytes that are kept of a block's text.
  static let keptBytes = 1_000_000

  /// The beginning of the text.
  var bytes: [UInt8]
  /// Bytes of the whole text.
  var total: Int

  init(bytes: [UInt8]) {
    self.bytes = Array(bytes.prefix(Self.keptBytes))
    total = bytes.count
  }

  /// Reads a block's file of text; nothing if there is none.
  init(path: String) {
    let file = FileHandle(forReadingAtPath: path)
    defer { try? file?.close() }
    bytes = (try? file?.read(upToCount: Self.keptBytes)).map { [UInt8]($0) } ?? []
    total = max(bytes.count, Self.size(ofFile: path))
  }

  /// The text between two offsets.
  func text(_ range: Range<Int>) -> String {
    let kept = range.clamped(to: 0..<bytes.count)
    var text = String(decoding: bytes[kept], as: UTF8.self)
    if range.upperBound >= total, total > bytes.count {
      text += "\n… (\(total - bytes.count) more bytes are not kept)\n"
    }
    return text
  }

  var whole: String { text(0..<total) }

  /// The size of a file in bytes; 0 if there is none.
  static func size(ofFile path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
