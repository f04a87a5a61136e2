#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Named arrays in safetensors format: eight bytes with the length of a JSON header, the header, the arrays' bytes.
///
/// The header gives each array `{"dtype": "F32", "shape": […], "data_offsets": [begin, end]}`, and `__metadata__` some
/// strings. Source: huggingface/safetensors, README, "Format".
struct Safetensors: Equatable {
  enum ElementType: String, Codable {
    case float32 = "F32"
    case uint8 = "U8"

    var bytes: Int { self == .float32 ? 4 : 1 }
  }

  struct Array: Equatable {
    let type: ElementType
    let shape: [Int]
    let bytes: [UInt8]
  }

  private static let metadataKey = "__metadata__"
  /// The format's own limit.
  private static let largestHeader = 100_000_000
  private static let lengthBytes = 8

  var metadata: [String: String] = [:]
  var arrays: [String: Array] = [:]

  init() {}

  // MARK: - Writing

  /// The file's bytes: arrays in the order of their names, so that equal content gives equal bytes.
  func encoded() throws -> [UInt8] {
    var header: [String: HeaderEntry] = metadata.isEmpty ? [:] : [Self.metadataKey: .metadata(metadata)]
    var end = 0
    let names = arrays.keys.sorted()
    for (name, array) in names.compactMap({ name in arrays[name].map { (name, $0) } }) {
      let place = [end, end + array.bytes.count]
      header[name] = .array(HeaderArray(dtype: array.type.rawValue, shape: array.shape, offsets: place))
      end += array.bytes.count
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes = [UInt8](try encoder.encode(header))
    bytes += [UInt8](
      repeating: UInt8(ascii: " "), count: (Self.lengthBytes - bytes.count % Self.lengthBytes) % Self.lengthBytes)
    var file = (0..<Self.lengthBytes).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
    file.reserveCapacity(Self.lengthBytes + bytes.count + end)
    file += bytes
    for name in names { file += arrays[name]?.bytes ?? [] }
    return file
  }

  // MARK: - Reading

  /// Reads a file's bytes and checks everything in them.
  ///
  /// - Throws: `DeepLearningError` that names `place` and the array.
  init(_ file: [UInt8], place: String) throws(DeepLearningError) {
    let length = try Self.headerLength(file, place)
    let start = Self.lengthBytes + length
    let json = Data(file[Self.lengthBytes..<start])
    guard let header = try? JSONDecoder().decode([String: HeaderEntry].self, from: json) else {
      throw Self.broken(place, "the header is not what safetensors prescribes")
    }
    var ends = 0
    for (name, entry) in header.sorted(by: { $0.value.begin < $1.value.begin }) {
      switch entry {
      case .metadata(let values) where name == Self.metadataKey: metadata = values
      case .array(let array): arrays[name] = try array.read(name, file[start...], after: &ends, place)
      case .metadata: throw Self.broken(place, "'\(name)' is no array")
      }
    }
    guard ends == file.count - start else {
      throw Self.broken(place, "the arrays end after \(ends) bytes, the file after \(file.count - start)")
    }
  }

  private static func headerLength(_ file: [UInt8], _ place: String) throws(DeepLearningError) -> Int {
    guard file.count >= lengthBytes else { throw broken(place, "it has \(file.count) bytes only") }
    let length = file.prefix(lengthBytes).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(file.count - lengthBytes, largestHeader)) else {
      throw broken(place, "its header would take \(length) of \(file.count) bytes")
    }
    return Int(length)
  }

  static func broken(_ place: String, _ problem: String) -> DeepLearningError {
    DeepLearningError(place, problem, expected: "a complete file in safetensors format")
  }
}

/// A value of the header: the description of an array, or the strings under `__metadata__`.
private enum HeaderEntry: Codable {
  case array(HeaderArray)
  case metadata([String: String])

  var begin: Int { if case .array(let array) = self { array.offsets.first ?? 0 } else { -1 } }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let array = try? container.decode(HeaderArray.self) {
      self = .array(array)
    } else {
      self = .metadata(try container.decode([String: String].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .array(let array): try container.encode(array)
    case .metadata(let values): try container.encode(values)
    }
  }
}

private struct HeaderArray: Codable {
  let dtype: String
  let shape: [Int]
  let offsets: [Int]

  private enum CodingKeys: String, CodingKey {
    case dtype, shape
    case offsets = "data_offsets"
  }

  /// Takes the array's bytes, which have to begin where those of the array before it end.
  func read(
    _ name: String, _ data: ArraySlice<UInt8>, after end: inout Int, _ place: String
  ) throws(DeepLearningError) -> Safetensors.Array {
    guard let type = Safetensors.ElementType(rawValue: dtype) else {
      throw DeepLearningError(place, "'\(name)' holds \(dtype)", expected: "F32")
    }
    guard offsets.count == 2, offsets[0] == end, offsets[1] >= end, offsets[1] <= data.count else {
      throw Safetensors.broken(place, "'\(name)' lies at \(offsets), after \(end) of \(data.count) bytes")
    }
    guard try bytes(name, type, place) == offsets[1] - end else {
      throw Safetensors.broken(place, "'\(name)' of shape \(shape) has \(offsets[1] - end) bytes")
    }
    let start = data.startIndex + end
    end = offsets[1]
    return Safetensors.Array(type: type, shape: shape, bytes: [UInt8](data[start..<data.startIndex + end]))
  }

  private func bytes(_ name: String, _ type: Safetensors.ElementType, _ place: String) throws(DeepLearningError) -> Int
  {
    var bytes = type.bytes
    for extent in shape {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflows else { throw Safetensors.broken(place, "'\(name)' has shape \(shape)") }
      bytes = product
    }
    return bytes
  }
}
