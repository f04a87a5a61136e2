/// Named numbers in order: `loss` first, then the metrics, then the same on validation data with `val_` before the name.
public struct MetricValues: Equatable, Sendable, Codable, CustomStringConvertible {
  /// One number and its name.
  public struct Entry: Equatable, Sendable, Codable {
    /// Such as `val_accuracy`.
    public let name: String
    public let value: Double
  }

  /// The numbers in order.
  public private(set) var entries: [Entry]

  init(_ entries: [Entry] = []) { self.entries = entries }

  /// The names in order.
  public var names: [String] { entries.map(\.name) }

  /// The number of this name.
  ///
  /// - Throws: `DeepLearningError` that lists the names there are.
  public subscript(_ name: String) -> Double {
    get throws(DeepLearningError) {
      guard let entry = entries.first(where: { $0.name == name }) else {
        throw .noValue(named: name, among: names)
      }
      return entry.value
    }
  }

  public var description: String { entries.map { "\($0.name): \($0.value)" }.joined(separator: ", ") }

  mutating func append(_ name: String, _ value: Double) { entries.append(Entry(name: name, value: value)) }

  /// The same numbers with `prefix` before every name.
  func prefixed(_ prefix: String) -> MetricValues {
    MetricValues(entries.map { Entry(name: prefix + $0.name, value: $0.value) })
  }

  static func + (left: MetricValues, right: MetricValues) -> MetricValues { MetricValues(left.entries + right.entries) }
}

extension DeepLearningError {
  static func noValue(named name: String, among names: [String]) -> DeepLearningError {
    DeepLearningError(
      "values", "has no value named '\(name)'", expected: "one of " + names.joined(separator: ", "),
      hint: name.hasPrefix("val_") ? "values on validation data need validationData: in fit" : nil)
  }
}
