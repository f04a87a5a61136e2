/// What happens to a gradient and its weight before an optimizer's rule sees them, in Keras 3's order: the gradient of the
/// penalty is added, the sum is clipped, the weight decays.
///
/// g = clip(gradient + l1·sign(w) + 2·l2·w); w −= decay·w
package struct GradientPreparation: Sendable {
  typealias V = SIMD16<Float>

  /// Factor of Σ |w| in the loss.
  package var l1: Float
  /// Factor of Σ w² in the loss.
  package var l2: Float
  /// What the gradient is multiplied by, so that its norm stays below a limit.
  package var scale: Float
  /// The greatest absolute value that an element of the gradient keeps.
  package var bound: Float
  /// The share of the weight that is taken away: learning rate · weight decay.
  package var decay: Float

  package init(l1: Float = 0, l2: Float = 0, scale: Float = 1, bound: Float = .infinity, decay: Float = 0) {
    self.l1 = l1
    self.l2 = l2
    self.scale = scale
    self.bound = bound
    self.decay = decay
  }

  /// Whether anything changes at all.
  var isNeeded: Bool { l1 != 0 || l2 != 0 || scale != 1 || bound < .infinity || decay != 0 }

  /// gradient + l1·sign(w) + 2·l2·w.
  @inline(__always)
  func penalized(_ gradient: V, of w: V) -> V {
    var sum = gradient
    if l2 != 0 { sum += w * (2 * l2) }
    if l1 != 0 { sum += V(repeating: l1).replacing(with: -l1, where: w .< 0).replacing(with: 0, where: w .== 0) }
    return sum
  }

  /// The gradient that the rule sees.
  @inline(__always)
  func gradient(_ gradient: V, of w: V) -> V {
    let scaled = penalized(gradient, of: w) * scale
    guard bound < .infinity else { return scaled }
    return scaled.replacing(with: bound, where: scaled .> bound).replacing(with: -bound, where: scaled .< -bound)
  }
}

// MARK: - Sums

extension GradientPreparation {
  /// Σ (gradient + l1·sign(w) + 2·l2·w)²: the square of the norm that is clipped.
  package func squaredNorm(
    _ gradient: UnsafePointer<Float>, weights: UnsafePointer<Float>, count: Int
  ) -> Double {
    Elementwise.sum(count) { start, length in
      let sum = penalized(gradient.vector(start, count: length), of: weights.vector(start, count: length))
      return sum * sum
    }
  }

  /// l1·Σ |w| + l2·Σ w²: what the weights add to the loss.
  package func penalty(of weights: UnsafePointer<Float>, count: Int) -> Double {
    Elementwise.sum(count) { start, length in
      let w = weights.vector(start, count: length)
      return w.replacing(with: -w, where: w .< 0) * l1 + w * w * l2
    }
  }
}
