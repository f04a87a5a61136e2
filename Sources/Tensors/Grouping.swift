extension BinaryInteger {
  /// The value with its digits in groups of three, such as `60,000`.
  public var grouped: String { (self < 0 ? "-" : "") + groupedDigits(magnitude.description) }
}

/// Groups of three digits with commas between them.
package func groupedDigits(_ digits: String) -> String {
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return text
}
