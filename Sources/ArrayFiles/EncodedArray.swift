internal import Tensors

/// A tensor's numbers as the bytes of a file: little-endian, in row-major order.
struct EncodedArray {
  let shape: [Int]
  let type: ElementType
  let content: [UInt8]

  init(_ tensor: Tensor<some Scalar>) {
    shape = tensor.shape
    switch tensor {
    case let floats as Tensor<Float>:
      (type, content) = (.float32, floats.elements.flatMap { Self.bytes($0.bitPattern) })
    case let pixels as Tensor<UInt8>: (type, content) = (.uint8, pixels.elements)
    case let integers as Tensor<Int32>:
      (type, content) = (.int32, integers.elements.flatMap { Self.bytes($0) })
    default: (type, content) = (.float64, tensor.elements.flatMap { Self.bytes($0.asDouble.bitPattern) })
    }
  }

  /// The same numbers with the most significant byte first.
  var bigEndianContent: [UInt8] {
    let width = type.bytes
    return stride(from: 0, to: content.count, by: width).flatMap { content[$0..<$0 + width].reversed() }
  }

  /// The bytes of a number, the least significant first.
  static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: 0, to: number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
