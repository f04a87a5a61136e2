import Tensors

/// A number that can be plotted.
public protocol Quantity {
  var asDouble: Double { get }
}

extension Double: Quantity {
  public var asDouble: Double { self }
}

extension Int: Quantity {
  public var asDouble: Double { Double(self) }
}

extension Float: Quantity {}
extension Int32: Quantity {}
extension UInt8: Quantity {}

extension Double {
  /// Largest magnitude that axes reach; what is larger counts as infinite.
  static let largestPlotted = 1e290

  /// Whether the number has a place on an axis.
  var isPlottable: Bool { magnitude <= Self.largestPlotted }
}

extension Sequence where Element == Double {
  /// From the least to the greatest plottable value; nil if there is none.
  func plottableRange() -> ClosedRange<Double>? {
    let values = filter(\.isPlottable)
    guard let least = values.min(), let greatest = values.max() else { return nil }
    return least...greatest
  }
}

extension ClosedRange<Double> {
  /// The smallest range that holds this one and, if there is one, the other.
  func union(_ other: ClosedRange<Double>?) -> ClosedRange<Double> {
    guard let other else { return self }
    return Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }

  var length: Double { upperBound - lowerBound }

  func clamping(_ value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
