/// A message in the wire format of protocol buffers, field by field.
///
/// A field is a tag (its number and the form of its value) and the value: integers in groups of seven bits, least significant
/// first; texts, bytes and messages with their length; floats as four bytes. Source: protobuf.dev, "Encoding".
struct ProtobufMessage {
  private enum Form: UInt64 {
    case integer = 0
    case bytes = 2
    case float = 5
  }

  private(set) var bytes: [UInt8] = []

  mutating func add(_ field: Int, _ value: Int) {
    tag(field, .integer)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func add(_ field: Int, _ value: Float) {
    tag(field, .float)
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift)) }
  }

  mutating func add(_ field: Int, _ value: String) { add(field, Array(value.utf8)) }

  mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.bytes) }

  mutating func add(_ field: Int, _ content: [UInt8]) {
    tag(field, .bytes)
    varint(UInt64(content.count))
    bytes += content
  }

  private mutating func tag(_ field: Int, _ form: Form) { varint(UInt64(field) << 3 | form.rawValue) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
