/// Functions of vectors that activations are made of.
enum Formulas {
  typealias V = SIMD16<Float>

  /// The derivative of x · σ(x): σ(x) · (1 + x · (1 − σ(x))).
  @inline(__always)
  static func siluSlope(_ x: V) -> V {
    let share = ActivationFunction.sigmoid(x)
    return share * (x * (1 - share) + 1)
  }

  @inline(__always)
  static func elu(_ x: V, _ alpha: Float) -> V {
    let below = x.replacing(with: 0, where: x .> 0)
    return (Exponential.minusOne(below) * alpha).replacing(with: x, where: x .> 0)
  }

  /// tanh |x| = −m / (m + 2) with m = e^(−2|x|) − 1, which is exact near 0 and never overflows.
  @inline(__always)
  static func tanh(_ x: V) -> V {
    let m = Exponential.minusOne(magnitude(x) * -2)
    let y = m / (m + 2)
    return (0 - y).replacing(with: y, where: x .< 0)
  }

  @inline(__always)
  static func magnitude(_ x: V) -> V { x.replacing(with: -x, where: x .< 0) }
}
