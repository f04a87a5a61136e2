internal import Tensors

/// The IDX format, that of MNIST's files.
///
/// A header of two zero bytes, the element type and the number of axes; the extent of each axis as a big-endian 32-bit number;
/// then the elements, big-endian and in row-major order.
/// Source: "The IDX file format", at the end of Y. LeCun's page on the MNIST database.
enum IDX {
  private static let types: [UInt8: ElementType] = [
    0x08: .uint8, 0x09: .int8, 0x0B: .int16, 0x0C: .int32, 0x0D: .float32, 0x0E: .float64,
  ]

  /// Reads the content of an IDX file, whatever its type and rank.
  /// - Throws: `ArrayFileError` if the header is not of this kind, or does not agree with the number of bytes that follow.
  static func array(_ bytes: [UInt8], name: String) throws(ArrayFileError) -> StoredArray {
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, let type = types[bytes[2]] else {
      throw ArrayFileError(
        name, "it is not an IDX file: it begins with \(Array(bytes.prefix(4)))",
        hint: "a compressed one must be called something.gz")
    }
    let rank = Int(bytes[3])
    let headerBytes = 4 + 4 * rank
    guard bytes.count >= headerBytes else {
      throw ArrayFileError(name, "an IDX header of \(rank) axes has \(headerBytes) bytes, the file only \(bytes.count)")
    }
    let shape = (0..<rank).map { axis in bytes[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) } }
    return try StoredArray(shape, type, bytes[headerBytes...], name: name, isBigEndian: true)
  }

  /// The bytes of a file.
  static func encoded(_ array: EncodedArray, name: String) throws(ArrayFileError) -> [UInt8] {
    guard let code = types.first(where: { $0.value == array.type })?.key, array.shape.count <= 255 else {
      throw ArrayFileError(name, "an IDX file cannot hold \(array.type) of \(array.shape.count) axes")
    }
    let extents = array.shape.compactMap { UInt32(exactly: $0) }
    guard extents.count == array.shape.count else {
      throw ArrayFileError(name, "an IDX file cannot hold the shape \(array.shape)")
    }
    var header: [UInt8] = [0, 0, code, UInt8(extents.count)]
    for extent in extents { header += EncodedArray.bytes(extent).reversed() }
    return header + array.bigEndianContent
  }
}
