import Foundation

/// Numbers as a reader wants them: as many digits as say something. Programs find all digits in `results.json`.
package enum NumberText {
  /// Four significant digits, without trailing zeros: `0.964`, `12`, `98.25`, `1.5e-07`.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
    if value == value.rounded(), abs(value) < 1e15 { return minus(String(Int(value))) }
    return minus(trimmed(String(format: abs(value) < 1000 ? "%.4g" : "%.1f", value)))
  }

  /// A duration in seconds: `0.04 s`, `12.3 s`, `2 min 5 s`, `1 h 12 min`.
  package static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.095: String(format: "%.2f s", seconds)
    case ..<99.95: String(format: "%.1f s", seconds)
    case ..<3600: "\(Int(seconds.rounded()) / 60) min \(Int(seconds.rounded()) % 60) s"
    default: "\(Int(seconds / 60) / 60) h \(Int(seconds / 60) % 60) min"
    }
  }

  /// A count with its digits in groups of three, as inline expressions write it: `60,000`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    let groups = stride(from: digits.count % 3, through: digits.count, by: 3).map { end in
      String(digits.prefix(end).suffix(end < 3 ? end : 3))
    }
    let grouped = groups.filter { !$0.isEmpty }.joined(separator: ",")
    return value < 0 ? "−" + grouped : grouped
  }

  /// A text that a block has written: before a number, the keyboard's hyphen becomes a minus sign.
  package static func written(_ text: String) -> String {
    text.dropFirst().first.map { $0.isNumber || $0 == "." } == true ? minus(text) : text
  }

  private static func trimmed(_ digits: String) -> String {
    guard digits.contains("."), !digits.contains("e") else { return digits }
    let withoutZeros = digits.reversed().drop { $0 == "0" }
    return String(String(withoutZeros.first == "." ? withoutZeros.dropFirst() : withoutZeros).reversed())
  }

  private static func minus(_ digits: String) -> String {
    digits.hasPrefix("-") ? "−" + digits.dropFirst() : digits
  }
}
