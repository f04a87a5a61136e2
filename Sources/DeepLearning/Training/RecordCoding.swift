#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How what is no tensor is written into a file of training or of its results: as JSON with sorted keys, in which numbers need not be finite.
enum RecordCoding {
  /// Values of metrics may be anything.
  private static let notNumbers = (infinity: "inf", negative: "-inf", nan: "nan")

  static func encoded(_ record: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: notNumbers.infinity, negativeInfinity: notNumbers.negative, nan: notNumbers.nan)
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }

  static func decoded<Record: Decodable>(_ text: String?) throws -> Record {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: notNumbers.infinity, negativeInfinity: notNumbers.negative, nan: notNumbers.nan)
    return try decoder.decode(Record.self, from: Data((text ?? "").utf8))
  }
}
