internal import Tensors

/// NumPy's format for one array.
enum NPY {
  /// Reads the content of a `.npy` file.
  /// - Throws: `ArrayFileError` if the header is not one of NumPy's, or does not agree with the number of bytes that follow.
  static func array(_ bytes: ArraySlice<UInt8>, name: String) throws(ArrayFileError) -> StoredArray {
    let header = try NPYHeader(bytes, name: name)
    return try StoredArray(
      header.shape, header.type, bytes.dropFirst(header.length), name: name, isBigEndian: header.isBigEndian,
      isColumnMajor: header.isColumnMajor)
  }

  /// Where the numbers begin is a multiple of this, so that they can be mapped into memory.
  private static let alignment = 64

  /// The bytes of a file, version 1 of the format: equal tensors give equal bytes, those that NumPy writes.
  static func encoded(_ array: EncodedArray) -> [UInt8] {
    let prefix = NPYHeader.magic + [1, 0]
    var text = Array(dictionary(array).utf8)
    let end = prefix.count + 2 + text.count + 1
    text += [UInt8](repeating: UInt8(ascii: " "), count: (alignment - end % alignment) % alignment) + [0x0a]
    return prefix + EncodedArray.bytes(UInt16(text.count)) + text + array.content
  }

  private static func dictionary(_ array: EncodedArray) -> String {
    let code = NPYHeader.types.first { $0.value == array.type }?.key ?? ""
    let order = array.type.bytes == 1 ? "|" : "<"
    let extents = array.shape.map(String.init).joined(separator: ", ") + (array.shape.count == 1 ? "," : "")
    return "{'descr': '\(order)\(code)', 'fortran_order': False, 'shape': (\(extents)), }"
  }
}
