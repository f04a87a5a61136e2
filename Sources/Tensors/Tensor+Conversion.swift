extension Tensor where Element == Float {
  /// Converts 8-bit pixels to floats, their values unchanged.
  public init(_ other: Tensor<UInt8>) {
    self.init(uninitialized: other.shape)
    unsafe other.withUnsafeBuffer { source in
      unsafe withUnsafeMutableBuffer { target in
        for index in 0..<source.count { unsafe target[index] = Float(source[index]) }
      }
    }
  }

  /// Converts integers to floats.
  public init(_ other: Tensor<Int32>) {
    self.init(uninitialized: other.shape)
    unsafe other.withUnsafeBuffer { source in
      unsafe withUnsafeMutableBuffer { target in
        for index in 0..<source.count { unsafe target[index] = Float(source[index]) }
      }
    }
  }
}

extension Tensor where Element == UInt8 {
  /// Converts floats to pixels: rounded to the nearest integer, limited to 0…255; NaN becomes 0.
  public init(_ other: Tensor<Float>) {
    self = other.map { value in value.isNaN ? 0 : UInt8(Swift.min(Swift.max(value.rounded(), 0), 255)) }
  }
}

extension Tensor where Element == Int32 {
  /// Converts pixels or class numbers to integers.
  public init(_ other: Tensor<UInt8>) { self = other.map { Int32($0) } }
}
