/// The standard normal distribution of vectors.
enum NormalDistribution {
  typealias V = SIMD16<Float>

  /// Φ(x), the share of the distribution below x.
  ///
  /// The upper tail is ½ · e^(−x²/2) · erfcx(|x| / √2), with erfcx(z) = e^(z²) · erfc(z) as a polynomial of t = 1 / (1 + 0.4 z)
  /// without a constant term, fitted for z from 0 to 9.5 so that its relative error is nowhere above 6e-8 (4e-7 in single
  /// precision). Lower tails therefore keep their relative accuracy.
  @inline(__always)
  static func share(below x: V) -> V {
    let t = V(repeating: 1) / (Formulas.magnitude(x) * (0.4 * 0.70710678) + 1)
    var sum = V(repeating: 0.04026748)
    sum = V(repeating: -0.13547102).addingProduct(sum, t)
    sum = V(repeating: 0.073841996).addingProduct(sum, t)
    sum = V(repeating: 0.09972975).addingProduct(sum, t)
    sum = V(repeating: 0.0715082).addingProduct(sum, t)
    sum = V(repeating: 0.19696307).addingProduct(sum, t)
    sum = V(repeating: 0.20095858).addingProduct(sum, t)
    sum = V(repeating: 0.22657572).addingProduct(sum, t)
    sum = V(repeating: 0.2256263).addingProduct(sum, t)
    let tail = Exponential.of(x * x * -0.5) * (sum * t) * 0.5
    return (1 - tail).replacing(with: tail, where: x .< 0)
  }

  /// φ(x) = e^(−x²/2) / √(2π)
  @inline(__always)
  static func density(_ x: V) -> V { Exponential.of(x * x * -0.5) * 0.39894228 }
}
