extension Tensor {
  /// The memory of the elements in row-major order, each as this machine keeps it.
  package var bytes: [UInt8] { unsafe withUnsafeBuffer { unsafe Array(UnsafeRawBufferPointer($0)) } }

  /// Makes a tensor from what `bytes` gave; nil unless there are as many as the shape needs.
  package init?(_ shape: [Int], bytes: ArraySlice<UInt8>) {
    var needed = MemoryLayout<Element>.stride
    for extent in shape {
      let (product, overflows) = needed.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflows else { return nil }
      needed = product
    }
    guard needed == bytes.count else { return nil }
    self.init(uninitialized: shape)
    unsafe withUnsafeMutableBuffer { unsafe UnsafeMutableRawBufferPointer($0).copyBytes(from: bytes) }
  }
}
