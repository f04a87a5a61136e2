internal import Tensors

extension Safetensors.Array {
  /// The tensor's elements, least significant byte first as the format prescribes.
  init(_ tensor: Tensor<Float>) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tensor.count * Safetensors.ElementType.float32.bytes)
    for bits in tensor.elements.lazy.map(\.bitPattern) {
      for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    self.init(type: .float32, shape: tensor.shape, bytes: bytes)
  }

  /// The numbers; nil unless they are 32-bit floats.
  var tensor: Tensor<Float>? {
    guard type == .float32 else { return nil }
    let elements = stride(from: 0, to: bytes.count, by: type.bytes).map { start in
      let bits = (0..<type.bytes).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: bits)
    }
    return Tensor(shape, elements)
  }
}
