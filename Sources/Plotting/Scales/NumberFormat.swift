/// How the numbers of an axis or of cells are written.
public enum NumberFormat: Sendable {
  /// As many digits as the values need.
  case automatic
  /// A fixed number of digits after the point.
  case decimals(Int)
  /// A fraction as a percentage: 0.964 with one decimal is "96.4%".
  case percent(decimals: Int = 0)
  case custom(@Sendable (Double) -> String)

  /// A single value as text; three significant digits where the format leaves it open.
  public func text(_ value: Double) -> String {
    guard value.isFinite else { return NumberText.significant(value) }
    return switch self {
    case .automatic: Typography.number(plain(value))
    case .decimals(let count): Typography.number(NumberText.fixed(value, count, grouped: true))
    case .percent(let decimals): Typography.number(NumberText.fixed(value * 100, decimals)) + "%"
    case .custom(let format): Typography.line(format(value))
    }
  }

  /// Whole numbers whole, others and very large ones with three significant digits.
  private func plain(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e9 { return NumberText.fixed(value, 0, grouped: true) }
    return NumberText.significant(value)
  }

  /// The value as a sentence says it: as on the axis where the author chose a format, else with three digits.
  func spoken(_ value: Double) -> String {
    switch self {
    case .automatic: Typography.minus(plain(value))
    case .percent(let decimals): Typography.minus(NumberText.fixed(value * 100, max(decimals, 1))) + "%"
    default: text(value)
    }
  }
}

/// How numbers look in a figure.
enum Typography {
  /// With a real minus sign, and "1.2e-9" as "1.2×10⁻⁹".
  static func number(_ text: String) -> String {
    let parts = text.split(separator: "e")
    let mantissa = minus(String(parts.first ?? ""))
    guard parts.count == 2 else { return mantissa }
    return mantissa + "×10" + superscript(String(parts[1]))
  }

  static func superscript(_ digits: String) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
    return String(digits.map { raised[$0] ?? $0 })
  }

  /// "1 value", "3 values".
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(NumberText.fixed(Double(count), 0, grouped: true)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The text as one line: control characters, which have no glyph, become spaces.
  static func line(_ text: String) -> String {
    String(text.map { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? " " : $0 })
  }

  /// Hyphens replaced by the minus sign, which screen readers say.
  static func minus(_ text: String) -> String { String(text.map { $0 == "-" ? "−" : $0 }) }
}
