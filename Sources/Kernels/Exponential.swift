/// eˣ of vectors, with the same bits on every machine and a relative error of at most 2⁻²².
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2; eʳ by its Taylor polynomial of degree 7; 2ⁿ by writing the exponent's bits.
enum Exponential {
  typealias V = SIMD16<Float>

  private static var log2e: Float { 1.442695 }
  /// ln 2 in two parts, the first of so few bits that n times it is exact.
  private static var ln2High: Float { 0.693359375 }
  private static var ln2Low: Float { -2.12194440e-4 }
  /// Adding and subtracting 1.5 · 2²³ rounds to an integer; the sum's last bits are that integer.
  private static var rounder: Float { 0x1.8p23 }
  /// Below this eˣ is no normal number, above the other it is infinite.
  private static var least: Float { -87.33654 }
  private static var greatest: Float { 88.72283 }

  @inline(__always)
  static func of(_ x: V) -> V {
    let limited = x.replacing(with: 0, where: x .< least).replacing(with: 0, where: x .> greatest)
    let shifted = (limited * log2e) + rounder
    let n = shifted - rounder
    let r = limited.addingProduct(n, V(repeating: -ln2High)).addingProduct(n, V(repeating: -ln2Low))
    // 2ⁿ in two steps, since 2¹²⁸ is no float.
    let integer = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- Int32(bitPattern: rounder.bitPattern)
    let half = integer &>> 1
    let result = polynomial(r) * power(half) * power(integer &- half)
    return result.replacing(with: 0, where: x .< least).replacing(with: .infinity, where: x .> greatest)
  }

  /// eˣ − 1, near 0 by its own series, since the difference would lose what is small.
  @inline(__always)
  static func minusOne(_ x: V) -> V {
    var series = V(repeating: 1 / 5040)
    series = V(repeating: 1 / 720).addingProduct(series, x)
    series = V(repeating: 1 / 120).addingProduct(series, x)
    series = V(repeating: 1 / 24).addingProduct(series, x)
    series = V(repeating: 1 / 6).addingProduct(series, x)
    series = V(repeating: 0.5).addingProduct(series, x)
    series = V(repeating: 1).addingProduct(series, x) * x
    let isSmall = (x .> -0.34) .& (x .< 0.34)
    return (of(x) - 1).replacing(with: series, where: isSmall)
  }

  /// Σ rᵏ/k! for k = 0…7
  @inline(__always)
  private static func polynomial(_ r: V) -> V {
    var sum = V(repeating: 1 / 5040)
    sum = V(repeating: 1 / 720).addingProduct(sum, r)
    sum = V(repeating: 1 / 120).addingProduct(sum, r)
    sum = V(repeating: 1 / 24).addingProduct(sum, r)
    sum = V(repeating: 1 / 6).addingProduct(sum, r)
    sum = V(repeating: 0.5).addingProduct(sum, r)
    sum = V(repeating: 1).addingProduct(sum, r)
    return V(repeating: 1).addingProduct(sum, r)
  }

  /// 2ⁿ for small integers.
  @inline(__always)
  private static func power(_ n: SIMD16<Int32>) -> V { unsafeBitCast((n &+ 127) &<< 23, to: V.self) }
}
