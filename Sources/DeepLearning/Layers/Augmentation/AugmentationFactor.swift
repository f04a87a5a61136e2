/// From which range an augmentation draws: `0.2` means −0.2…0.2, and `[-0.1, 0.3]` or `-0.1...0.3` both bounds.
public protocol AugmentationFactor {
  /// One number, or the two bounds.
  var factorValues: [Double] { get }
}

extension Double: AugmentationFactor {
  public var factorValues: [Double] { [self] }
}

extension [Double]: AugmentationFactor {
  public var factorValues: [Double] { self }
}

extension ClosedRange<Double>: AugmentationFactor {
  public var factorValues: [Double] { [lowerBound, upperBound] }
}

/// The two bounds that an author's factor stands for.
struct FactorBounds: Equatable, Sendable {
  let lower: Double
  let upper: Double

  /// Takes a factor as Keras does: one number f is −|f|…|f|, two are sorted.
  init(_ values: [Double]) {
    let bounds = values.count == 1 ? [-abs(values[0]), abs(values[0])] : values.sorted()
    (lower, upper) = (bounds.first ?? 0, bounds.last ?? 0)
  }

  init(lower: Double, upper: Double) { (self.lower, self.upper) = (lower, upper) }

  /// offset + scale · lower … offset + scale · upper
  func range(scale: Double = 1, offset: Double = 0) -> ClosedRange<Float> {
    let low = Float(offset + scale * lower)
    return low...max(low, Float(offset + scale * upper))
  }

  /// Keras' pair.
  var setting: SettingValue { .numbers([lower, upper]) }

  /// - Throws: a problem naming the setting unless it is one number or two, of which each satisfies a condition.
  static func check(
    _ values: [Double], named name: String, needed: String, _ isRight: (Double) -> Bool
  ) throws(LayerProblem) {
    guard (1...2).contains(values.count), values.allSatisfy({ $0.isFinite && isRight($0) }) else {
      throw LayerProblem("\(name) is \(values.count == 1 ? "\(values[0])" : "\(values)")", needed: needed)
    }
  }
}

extension [Double] {
  /// What Keras writes: the number, or both bounds.
  var factorSetting: SettingValue { count == 1 ? .number(self[0]) : .numbers(self) }
}

extension SettingsReader {
  /// A factor: one number, or a list of two; nil if it is null or absent.
  ///
  /// - Throws: a problem naming the setting if it is anything else.
  mutating func factor(_ name: String) throws(LayerProblem) -> [Double]? {
    let values: [SettingValue]
    switch take(name) {
    case nil, .null: return nil
    case .list(let list): values = list
    case .some(let value): values = [value]
    }
    return try values.map { (value) throws(LayerProblem) in
      var reader = SettingsReader([name: value])
      return try reader.number(name)
    }
  }

  /// - Throws: a problem naming the setting if it is absent or anything but numbers.
  mutating func neededFactor(_ name: String) throws(LayerProblem) -> [Double] {
    guard let factor = try factor(name) else { throw LayerProblem("\(name) is missing", needed: "a number or two") }
    return factor
  }
}
