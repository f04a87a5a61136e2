import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers as decimal text, without Foundation and without binary noise.
package enum NumberText {
  /// `value` with exactly `decimals` digits after the point, halves away from zero: `fixed(2.5, 2)` is "2.50".
  package static func fixed(_ value: Double, _ decimals: Int, grouped: Bool = false) -> String {
    let scaled = (value.magnitude * powerOfTen(decimals)).rounded()
    guard decimals <= 18, scaled < 9e18 else { return "\(value)" }
    var digits = String(Int(scaled))
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = String(digits.dropLast(decimals))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let fraction = decimals > 0 ? "." + digits.suffix(decimals) : ""
    return sign + (grouped ? groupedDigits(whole) : whole) + fraction
  }

  /// `value` rounded to `digits` significant digits, without trailing zeros; very large and very small numbers as "1.2e-9".
  package static func significant(_ value: Double, _ digits: Int = 3) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-∞" : "∞" }
    guard value != 0 else { return "0" }
    let (mantissa, exponent) = scientific(value, digits)
    guard (-4..<9).contains(exponent) else { return "\(trimmed(fixed(mantissa, digits - 1)))e\(exponent)" }
    return trimmed(fixed(value, max(0, digits - 1 - exponent), grouped: true))
  }

  /// `value` as mantissa · 10^exponent, the mantissa's magnitude rounded to `digits` digits and from 1 up to but not 10.
  static func scientific(_ value: Double, _ digits: Int) -> (mantissa: Double, exponent: Int) {
    guard value != 0, value.isFinite else { return (value, 0) }
    let exponent = self.exponent(of: value)
    let unit = powerOfTen(digits - 1)
    let mantissa = (scaled(value, byPowerOfTen: -exponent) * unit).rounded() / unit
    return mantissa.magnitude >= 10 ? (mantissa / 10, exponent + 1) : (mantissa, exponent)
  }

  /// ⌊log10 |value|⌋, exact at powers of ten.
  static func exponent(of value: Double) -> Int {
    var exponent = Int(log10(value.magnitude).rounded(.down))
    if scaled(value.magnitude, byPowerOfTen: -exponent) >= 10 { exponent += 1 }
    if scaled(value.magnitude, byPowerOfTen: -exponent) < 1 { exponent -= 1 }
    return exponent
  }

  /// `value` · 10^power, correctly rounded wherever the power of ten is exact.
  static func scaled(_ value: Double, byPowerOfTen power: Int) -> Double {
    if power.magnitude > 300 {
      return scaled(scaled(value, byPowerOfTen: power / 2), byPowerOfTen: power - power / 2)
    }
    return power >= 0 ? value * powerOfTen(power) : value / powerOfTen(-power)
  }

  /// −ln of a positive number; never the negative zero.
  static func minusLogarithm(_ value: Double) -> Double { max(0, -log(value)) }

  static func powerOfTen(_ exponent: Int) -> Double { pow(10, Double(exponent)) }

  /// Without zeros at the end of a fraction.
  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
