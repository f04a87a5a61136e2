/// What one side of a figure measures.
public struct Axis: Sendable {
  public typealias Scale = Projection.Scale

  /// What is measured, with its unit.
  public var title: String
  /// Values at the two ends; nil lets the data decide.
  public var range: ClosedRange<Double>?
  public var scale: Scale
  /// How the numbers along the axis are written.
  public var format: NumberFormat

  public init(
    _ title: String = "", range: ClosedRange<Double>? = nil, scale: Scale = .linear, format: NumberFormat = .automatic
  ) {
    self.title = title
    self.range = range
    self.scale = scale
    self.format = format
  }

  func spoken(_ value: Double) -> String { format.spoken(value) }

  func name(orElse name: String) -> String { title.isEmpty ? name : title }

  /// "Epoch 4".
  func place(_ value: Double) -> String { "\(name(orElse: "x")) \(spoken(value))" }

  /// The values that this axis covers, given those that marks put on it.
  ///
  /// Without a range of its own, the axis covers all values and `margin` of their extent on each side, but does not
  /// go beyond zero where marks stand on it.
  func domain(of values: [Double], standsOnZero: Bool, margin: Double) throws -> ClosedRange<Double> {
    if let range { return try checked(range) }
    guard let found = values.filter({ scale == .linear || $0 > 0 }).plottableRange() else {
      throw PlottingError(
        subject("Axis", title.isEmpty ? nil : title), problem: "has no values to show",
        expected: scale == .log ? "at least one positive number" : "at least one finite number")
    }
    return scale == .log ? widenedByFactor(found, margin) : widened(found, margin, standsOnZero)
  }

  private func checked(_ range: ClosedRange<Double>) throws -> ClosedRange<Double> {
    let isUsable = range.lowerBound.isPlottable && range.upperBound.isPlottable && range.length > 0
    guard isUsable, scale == .linear || range.lowerBound > 0 else {
      throw PlottingError(
        subject("Axis", title.isEmpty ? nil : title), problem: "cannot cover \(range)",
        expected: "two different finite numbers" + (scale == .log ? " above zero" : ""))
    }
    return range
  }

  private func widened(_ range: ClosedRange<Double>, _ margin: Double, _ standsOnZero: Bool) -> ClosedRange<Double> {
    let magnitude = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    guard range.length > 1e-13 * magnitude, range.length > 1e-280 else {
      let room = magnitude > 1e-280 ? magnitude / 10 : 1
      return range.lowerBound - room...range.upperBound + room
    }
    let room = margin * range.length
    let low = standsOnZero && range.lowerBound == 0 ? 0 : range.lowerBound - room
    let high = standsOnZero && range.upperBound == 0 ? 0 : range.upperBound + room
    return low...high
  }

  private func widenedByFactor(_ range: ClosedRange<Double>, _ margin: Double) -> ClosedRange<Double> {
    let factor = range.upperBound / range.lowerBound
    guard factor > 1 + 1e-12 else { return range.lowerBound / 2...range.upperBound * 2 }
    return range.lowerBound / (1 + 2 * margin)...range.upperBound * (1 + 2 * margin)
  }
}
