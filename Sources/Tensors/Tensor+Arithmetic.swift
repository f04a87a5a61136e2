// Element by element, between tensors of one shape or with a scalar.

extension Tensor where Element == Float {
  public static func + (left: Tensor, right: Tensor) -> Tensor { left.combined("+", right) { $0 + $1 } }
  public static func - (left: Tensor, right: Tensor) -> Tensor { left.combined("-", right) { $0 - $1 } }
  public static func * (left: Tensor, right: Tensor) -> Tensor { left.combined("*", right) { $0 * $1 } }
  public static func / (left: Tensor, right: Tensor) -> Tensor { left.combined("/", right) { $0 / $1 } }

  public static func + (left: Tensor, right: Float) -> Tensor { left.transformed { $0 + right } }
  public static func - (left: Tensor, right: Float) -> Tensor { left.transformed { $0 - right } }
  public static func * (left: Tensor, right: Float) -> Tensor { left.transformed { $0 * right } }
  public static func / (left: Tensor, right: Float) -> Tensor { left.transformed { $0 / right } }

  public static func + (left: Float, right: Tensor) -> Tensor { right.transformed { left + $0 } }
  public static func - (left: Float, right: Tensor) -> Tensor { right.transformed { left - $0 } }
  public static func * (left: Float, right: Tensor) -> Tensor { right.transformed { left * $0 } }
  public static func / (left: Float, right: Tensor) -> Tensor { right.transformed { left / $0 } }

  public static prefix func - (tensor: Tensor) -> Tensor { tensor.transformed { -$0 } }

  public static func += (left: inout Tensor, right: Tensor) { left = left + right }
  public static func -= (left: inout Tensor, right: Tensor) { left = left - right }
  public static func *= (left: inout Tensor, right: Float) { left = left * right }
  public static func /= (left: inout Tensor, right: Float) { left = left / right }

  /// Inlined with its operation, so that the loop becomes vector instructions.
  @inline(__always)
  private func combined(_ sign: String, _ other: Tensor, _ operation: (Float, Float) -> Float) -> Tensor {
    precondition(shape == other.shape, "\(shape) \(sign) \(other.shape): the shapes differ")
    var result = Tensor(uninitialized: shape)
    unsafe withUnsafeBuffer { a in
      unsafe other.withUnsafeBuffer { b in
        unsafe result.withUnsafeMutableBuffer { target in
          for index in 0..<target.count { unsafe target[index] = operation(a[index], b[index]) }
        }
      }
    }
    return result
  }

  @inline(__always)
  private func transformed(_ operation: (Float) -> Float) -> Tensor {
    var result = Tensor(uninitialized: shape)
    unsafe withUnsafeBuffer { source in
      unsafe result.withUnsafeMutableBuffer { target in
        for index in 0..<target.count { unsafe target[index] = operation(source[index]) }
      }
    }
    return result
  }
}
