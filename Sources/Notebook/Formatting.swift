internal import Foundation

extension BinaryFloatingPoint {
  /// The value as a percentage with one decimal and a no-break space, such as `96.4 %`.
  public var percent: String { percent(decimals: 1) }

  /// The value as a percentage, such as `96.43 %` with two decimals.
  public func percent(decimals: Int) -> String {
    (asWritten * 100).decimals(decimals) + "\u{A0}%"
  }

  /// The value with a fixed number of digits after the point, such as `0.964`.
  public func decimals(_ count: Int) -> String {
    guard isFinite else { return "\(self)" }
    return String(format: "%.\(max(0, count))f", asWritten)
  }

  /// The value with at most six significant digits.
  package var readable: String { isFinite ? String(format: "%.6g", asWritten) : "\(self)" }

  /// The number that the shortest decimal notation of the value says: a `Float` of 0.95 becomes 0.95, not
  /// 0.949999988. A claim of at least 0.95 would fail otherwise.
  package var asWritten: Double { Double("\(self)") ?? Double(self) }
}
