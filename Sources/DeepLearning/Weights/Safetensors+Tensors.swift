internal import Tensors

extension Safetensors.Array {
  init(_ tensor: Tensor<Float>) {
    let bytes = unsafe tensor.withUnsafeBuffer { unsafe [UInt8](UnsafeRawBufferPointer($0)) }
    self.init(type: .float32, shape: tensor.shape, bytes: bytes)
  }

  /// The numbers; nil unless they are 32-bit floats.
  var tensor: Tensor<Float>? {
    guard type == .float32 else { return nil }
    var tensor = Tensor<Float>(zeros: shape)
    unsafe tensor.withUnsafeMutableBuffer { target in
      unsafe UnsafeMutableRawBufferPointer(target).copyBytes(from: bytes)
    }
    return tensor
  }
}
