/// ReLU in its general form: x above the threshold, but at most `maxValue`; else `negativeSlope` · (x − threshold).
package struct Rectifier: Hashable, Sendable {
  typealias V = SIMD16<Float>

  package let negativeSlope: Float
  /// Infinite where there is no limit.
  package let maxValue: Float
  package let threshold: Float

  package init(negativeSlope: Float = 0, maxValue: Float = .infinity, threshold: Float = 0) {
    require(
      negativeSlope >= 0 && maxValue >= 0 && threshold >= 0,
      "slope \(negativeSlope), limit \(maxValue) and threshold \(threshold) of a ReLU are at least 0")
    (self.negativeSlope, self.maxValue, self.threshold) = (negativeSlope, maxValue, threshold)
  }

  @inline(__always)
  func value(_ x: V) -> V {
    let limited = x.replacing(with: maxValue, where: x .> maxValue)
    // Without a slope nothing is multiplied with 0, which an infinite input would not survive.
    guard negativeSlope > 0 else { return limited.replacing(with: 0, where: x .<= threshold) }
    return ((x - threshold) * negativeSlope).replacing(with: limited, where: x .> threshold)
  }

  /// The derivative. Where the output is positive the input was above the threshold.
  @inline(__always)
  func slope(output y: V) -> V {
    V(repeating: negativeSlope).replacing(with: 1, where: y .> 0).replacing(with: 0, where: y .>= maxValue)
  }
}
