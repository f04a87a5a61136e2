/// The shortest decimal digits that name a float, as text is made from them: 0.d₁d₂d₃… · 10^point.
struct Decimal {
  /// Digits after the decimal point that are printed at most.
  static var precision: Int { 8 }

  let isNegative: Bool
  /// Without zeros at the end, and at least one; none for infinity and NaN.
  var digits: [Int]
  /// Where the decimal point lies, counted from the first digit.
  var point: Int
  let magnitude: Float

  init(_ value: Float) {
    isNegative = value.sign == .minus && !value.isNaN
    magnitude = abs(value)
    (digits, point) = value.isFinite ? Self.parsed(magnitude.description) : ([], 0)
  }

  var isZero: Bool { digits == [0] }

  /// What is printed where there are no digits.
  var name: String { magnitude.isNaN ? "nan" : isNegative ? "-inf" : "inf" }

  /// Reads digits and place of the point from a description such as `0.00125` or `1.5e-10`.
  private static func parsed(_ text: String) -> ([Int], Int) {
    let parts = text.split(separator: "e")
    let number = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = number[0].compactMap(\.wholeNumberValue)
    let fraction = number.count > 1 ? number[1].compactMap(\.wholeNumberValue) : []
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let all = whole + fraction
    let leading = all.prefix { $0 == 0 }.count
    guard leading < all.count else { return ([0], 1) }
    return (trimmed(Array(all[leading...])), whole.count + exponent - leading)
  }

  private static func trimmed(_ digits: [Int]) -> [Int] {
    var digits = digits
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return digits
  }

  /// The number with at most `count` digits, rounded half to even.
  func rounded(to count: Int) -> Decimal {
    guard digits.count > count, count >= 0 else { return self }
    var result = self
    let rest = digits[count...]
    let isTie = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isUp = isTie ? count > 0 && digits[count - 1] % 2 == 1 : (rest.first ?? 0) >= 5
    result.digits = Array(digits[..<count])
    if isUp { result.increment() }
    result.digits = result.digits.isEmpty ? [0] : Self.trimmed(result.digits)
    return result
  }

  private mutating func increment() {
    var position = digits.count - 1
    while position >= 0, digits[position] == 9 {
      digits[position] = 0
      position -= 1
    }
    if position >= 0 {
      digits[position] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  /// The digits before and after the decimal point, at most `precision` after it.
  var plainParts: (whole: String, fraction: String) {
    let number = rounded(to: Swift.max(point + Self.precision, 0))
    let zeros = Array(repeating: 0, count: Swift.max(-number.point, 0))
    let all = zeros + number.digits
    let start = Swift.max(number.point, 0)
    let padded = all + Array(repeating: 0, count: Swift.max(start - all.count, 0))
    let whole = padded[..<start].map(String.init).joined()
    let fraction = number.isZero ? "" : padded[start...].map(String.init).joined()
    let sign = isNegative ? "-" : ""
    return (sign + (whole.isEmpty || number.isZero ? "0" : whole), fraction)
  }
}
