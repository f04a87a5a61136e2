#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Maps values of one axis to pixels, straight or by logarithm.
public struct Projection: Hashable, Sendable {
  /// How values are spread along an axis.
  public enum Scale: Sendable {
    case linear
    /// By logarithm: every factor of ten takes the same room. Has no place for zero and negative values.
    case log
  }

  public let scale: Scale
  /// Values at the two ends.
  public let domain: ClosedRange<Double>
  /// Pixels of the domain's lower and upper bound; the second may be the smaller.
  public let start: Double
  public let end: Double

  /// - Parameter domain: positive throughout if the scale is logarithmic.
  public init(_ scale: Scale, domain: ClosedRange<Double>, from start: Double, to end: Double) {
    precondition(
      scale == .linear || domain.lowerBound > 0, "a logarithmic axis needs positive bounds, not \(domain)")
    self.scale = scale
    self.domain = domain
    self.start = start
    self.end = end
  }

  /// The pixel of a value; nil where the value has no place: not finite, or not positive on a logarithmic axis.
  public func callAsFunction(_ value: Double) -> Double? {
    guard value.isPlottable, scale == .linear || value > 0 else { return nil }
    let (low, high, place) = (unit(domain.lowerBound), unit(domain.upperBound), unit(value))
    guard high > low else { return (start + end) / 2 }
    // Far outside of the picture is as good as infinitely far, and Cairo's coordinates are small.
    let fraction = min(max((place - low) / (high - low), -1000), 1000)
    return start + (end - start) * fraction
  }

  private func unit(_ value: Double) -> Double { scale == .log ? log10(value) : value }
}
