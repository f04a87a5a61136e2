/// The header of a `.npy` file: what the bytes behind it are.
///
/// Six bytes "\x93NUMPY", major and minor version, the length of the text that follows (two bytes in version 1, four later), and
/// a dictionary as Python writes it: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, with blanks to its end.
/// Source: numpy.lib.format, "Format Version 1.0" to "3.0".
struct NPYHeader: Equatable {
  let type: ElementType
  let isBigEndian: Bool
  let isColumnMajor: Bool
  let shape: [Int]
  /// Where the numbers begin.
  let length: Int

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy has a limit of 10,000 for what it does not trust.
  private static let longestText = 65_536
  /// NumPy's own limit.
  private static let mostAxes = 64

  /// - Throws: `ArrayFileError` if it is not such a header, or one of things that are no numbers.
  init(_ bytes: ArraySlice<UInt8>, name: String) throws(ArrayFileError) {
    let text = try Self.text(bytes, name: name)
    length = text.endIndex - bytes.startIndex
    var reader = PythonLiteral(text)
    guard let fields = reader.dictionary(), fields.count == 3, case .text(let code)? = fields["descr"],
      case .truth(let isColumnMajor)? = fields["fortran_order"], case .tuple(let shape)? = fields["shape"],
      shape.count <= Self.mostAxes
    else {
      throw ArrayFileError(name, Self.problem(of: text), hint: Self.hint)
    }
    (type, isBigEndian) = try Self.elements(code, name: name)
    (self.isColumnMajor, self.shape) = (isColumnMajor, shape)
  }

  private static let hint = "write it again with numpy.save of an array of one kind of number"

  /// Tables of several kinds of number have a list in `descr`.
  private static func problem(of text: ArraySlice<UInt8>) -> String {
    String(decoding: text, as: UTF8.self).contains("'descr': [")
      ? "it holds records of several fields, which are not read" : "its header is not one of NumPy's"
  }

  /// The text of the header, which lies wholly in the file.
  private static func text(_ bytes: ArraySlice<UInt8>, name: String) throws(ArrayFileError) -> ArraySlice<UInt8> {
    guard bytes.starts(with: magic), bytes.count >= 10 else {
      throw ArrayFileError(name, "it is not a .npy file: it begins with \(Array(bytes.prefix(6)))")
    }
    let major = bytes[bytes.startIndex + 6]
    guard (1...3).contains(major) else {
      throw ArrayFileError(name, "it has version \(major) of the .npy format; known are 1 to 3")
    }
    let start = bytes.startIndex + 8 + (major == 1 ? 2 : 4)
    guard start <= bytes.endIndex else { throw ArrayFileError(name, "it ends within its header") }
    let length = bytes[(bytes.startIndex + 8)..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= min(bytes.endIndex - start, longestText) else {
      throw ArrayFileError(name, "its header would take \(length) of \(bytes.endIndex - start) bytes")
    }
    return bytes[start..<start + length]
  }

  /// What a code such as `<f4` stands for: the order of bytes, the kind and the bytes of a number.
  private static func elements(_ code: String, name: String) throws(ArrayFileError) -> (ElementType, Bool) {
    guard let order = code.first, "<>|=".contains(order), let type = types[String(code.dropFirst())] else {
      throw ArrayFileError(name, refusal(of: code), hint: hint)
    }
    return (type, order == ">")
  }

  private static func refusal(of code: String) -> String {
    switch code.drop(while: "<>|=".contains).first {
    case "O": "it holds pickled Python objects, which are not read: they could run any program"
    case "U", "S", "a": "it holds texts (\(code)), not numbers"
    case "c": "it holds complex numbers (\(code)), which are not read"
    default: "it holds \(code.debugDescription), which is no kind of number that is read"
    }
  }

  static let types: [String: ElementType] = [
    "b1": .bool, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64, "u1": .uint8, "u2": .uint16, "u4": .uint32,
    "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64,
  ]
}
