/// ln x of vectors, with the same bits on every machine and a relative error of at most 2⁻²¹.
///
/// x = 2ⁿ·m with √½ ≤ m < √2; ln m = 2·artanh s with s = (m − 1)/(m + 1), by its series s + s³/3 + … + s¹¹/11.
enum Logarithm {
  typealias V = SIMD16<Float>

  /// The bits of √½: from here on exponents count as the next greater.
  private static var halfRoot: Int32 { 0x3F35_04F3 }
  /// ln 2 in two parts, the first of so few bits that n times it is exact.
  private static var ln2High: Float { 0.693359375 }
  private static var ln2Low: Float { -2.12194440e-4 }

  /// Of normal positive numbers; infinity and NaN stay as they are.
  @inline(__always)
  static func of(_ x: V) -> V {
    let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
    let exponents = (bits &- halfRoot) &>> 23
    let m = unsafeBitCast(bits &- (exponents &<< 23), to: V.self)
    let n = V(exponents)
    let sum = mantissa(m) + n * ln2Low
    return (sum + n * ln2High).replacing(with: x, where: .!(x .< V(repeating: .infinity)))
  }

  /// ln(1 + x) for 0 ≤ x ≤ 1: the logarithm of the rounded sum, and what the rounding lost.
  @inline(__always)
  static func ofOnePlus(_ x: V) -> V {
    let sum = x + 1
    return of(sum) + (x - (sum - 1)) / sum
  }

  /// ln m by the series.
  @inline(__always)
  private static func mantissa(_ m: V) -> V {
    let s = (m - 1) / (m + 1)
    let square = s * s
    var series = V(repeating: 1 / 11)
    series = V(repeating: 1 / 9).addingProduct(series, square)
    series = V(repeating: 1 / 7).addingProduct(series, square)
    series = V(repeating: 1 / 5).addingProduct(series, square)
    series = V(repeating: 1 / 3).addingProduct(series, square)
    let rest = s * square * series
    return 2 * (s + rest)
  }
}
