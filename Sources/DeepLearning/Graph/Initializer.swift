/// How the first value of a weight is made, as `keras.initializers`.
///
/// Limits follow Keras 3: fan-in and fan-out of a kernel [..., inputs, outputs] count its receptive field.
public struct Initializer: Hashable, Sendable {
  enum Rule: Hashable, Sendable {
    case constant(Float)
    case uniform(ClosedRange<Float>)
    case normal(mean: Float, deviation: Float, isTruncated: Bool)
    case varianceScaling(scale: Double, mode: FanMode, distribution: Distribution)
    case orthogonal(gain: Float)
  }

  /// What the variance of a scaled initializer is divided by.
  public enum FanMode: String, Hashable, Sendable, CaseIterable {
    /// The number of inputs of a unit.
    case fanIn = "fan_in"
    /// The number of units that an input goes to.
    case fanOut = "fan_out"
    /// Their mean.
    case fanAvg = "fan_avg"
  }

  /// The distribution of a scaled initializer.
  public enum Distribution: String, Hashable, Sendable, CaseIterable {
    /// Uniform in ±√(3 · variance).
    case uniform
    /// Normal, drawn again beyond two standard deviations, and widened so that the variance is as asked for.
    case truncatedNormal = "truncated_normal"
    /// Normal.
    case untruncatedNormal = "untruncated_normal"
  }

  let rule: Rule
}

// MARK: - Scaled by the number of inputs and outputs

extension Initializer {
  /// Uniform in ±√(6 / (fanIn + fanOut)): the default of kernels. Glorot and Bengio (2010).
  public static let glorotUniform = varianceScaling(mode: .fanAvg, distribution: .uniform)
  /// Truncated normal with variance 2 / (fanIn + fanOut). Glorot and Bengio (2010).
  public static let glorotNormal = varianceScaling(mode: .fanAvg)
  /// Uniform in ±√(6 / fanIn). He et al. (2015).
  public static let heUniform = varianceScaling(scale: 2, distribution: .uniform)
  /// Truncated normal with variance 2 / fanIn. He et al. (2015).
  public static let heNormal = varianceScaling(scale: 2)
  /// Uniform in ±√(3 / fanIn). LeCun et al. (1998).
  public static let lecunUniform = varianceScaling(distribution: .uniform)
  /// Truncated normal with variance 1 / fanIn. LeCun et al. (1998).
  public static let lecunNormal = varianceScaling()

  /// A variance of scale / fan, as `keras.initializers.VarianceScaling`.
  ///
  /// - Parameters:
  ///   - scale: greater than 0.
  ///   - mode: which extents of the weights the variance depends on.
  ///   - distribution: the shape of the distribution that the numbers are drawn from.
  public static func varianceScaling(
    scale: Double = 1, mode: FanMode = .fanIn, distribution: Distribution = .truncatedNormal
  ) -> Initializer {
    precondition(scale > 0, "scale is \(scale), which is not greater than 0")
    return Initializer(rule: .varianceScaling(scale: scale, mode: mode, distribution: distribution))
  }
}

// MARK: - Of given size

extension Initializer {
  /// All 0: the default of biases.
  public static let zeros = constant(0)
  /// All 1.
  public static let ones = constant(1)

  /// Every element is `value`.
  public static func constant(_ value: Float) -> Initializer { Initializer(rule: .constant(value)) }

  /// Uniform in `range`.
  public static func uniform(in range: ClosedRange<Float>) -> Initializer { Initializer(rule: .uniform(range)) }

  /// Uniform between two bounds.
  public static func randomUniform(minval: Float = -0.05, maxval: Float = 0.05) -> Initializer {
    precondition(minval <= maxval, "minval is \(minval), which is greater than maxval \(maxval)")
    return uniform(in: minval...maxval)
  }

  /// Normally distributed.
  public static func randomNormal(mean: Float = 0, stddev: Float = 0.05) -> Initializer {
    Initializer(rule: .normal(mean: mean, deviation: stddev, isTruncated: false))
  }

  /// Normally distributed; what lies beyond two standard deviations is drawn again.
  public static func truncatedNormal(mean: Float = 0, stddev: Float = 0.05) -> Initializer {
    Initializer(rule: .normal(mean: mean, deviation: stddev, isTruncated: true))
  }

  /// A matrix with orthonormal columns, or rows if there are fewer of those, times `gain`; all axes but the last count as
  /// rows. Saxe et al. (2014).
  public static func orthogonal(gain: Float = 1) -> Initializer { Initializer(rule: .orthogonal(gain: gain)) }
}
