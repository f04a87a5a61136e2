#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Round numbers in a range, in steps of 1, 2 or 5 times a power of ten.
///
/// A tick is a whole multiple of a power of ten, so that 0.3 is the number nearest to 0.3 and not 3 · 0.1.
package struct Ticks: Equatable {
  package let values: [Double]
  /// Distance between neighbours: `digit` · 10^`exponent`.
  let digit: Int
  let exponent: Int

  /// Makes at most `limit` ticks within `range`.
  /// - Parameter wholeNumbers: whether ticks between whole numbers make no sense, as for epochs.
  package init(in range: ClosedRange<Double>, limit: Int, wholeNumbers: Bool = false) {
    let least = range.length / Double(max(limit, 1))
    guard least > 0, least.isFinite else {
      self.init(values: [range.lowerBound], digit: 1, exponent: 0)
      return
    }
    var (digit, exponent) = Self.roundStep(atLeast: least)
    if wholeNumbers, exponent < 0 { (digit, exponent) = (1, 0) }
    var ticks = Self.multiples(of: digit, exponent, in: range)
    while ticks.count > max(limit, 1) {
      (digit, exponent) = Self.stepAfter(digit, exponent)
      ticks = Self.multiples(of: digit, exponent, in: range)
    }
    self.init(values: ticks, digit: digit, exponent: exponent)
  }

  private init(values: [Double], digit: Int, exponent: Int) {
    self.values = values
    self.digit = digit
    self.exponent = exponent
  }

  /// The smallest of 1, 2, 5 times a power of ten that is not below `length`.
  static func roundStep(atLeast length: Double) -> (digit: Int, exponent: Int) {
    let exponent = NumberText.exponent(of: length)
    let mantissa = NumberText.scaled(length, byPowerOfTen: -exponent)
    for digit in [1, 2, 5] where mantissa <= Double(digit) * (1 + 1e-9) { return (digit, exponent) }
    return (1, exponent + 1)
  }

  static func stepAfter(_ digit: Int, _ exponent: Int) -> (digit: Int, exponent: Int) {
    switch digit {
    case 1: (2, exponent)
    case 2: (5, exponent)
    default: (1, exponent + 1)
    }
  }

  /// Multiples of `digit` · 10^`exponent` in the range, which may miss its ends by a rounding error.
  static func multiples(of digit: Int, _ exponent: Int, in range: ClosedRange<Double>) -> [Double] {
    let step = NumberText.scaled(Double(digit), byPowerOfTen: exponent)
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first.magnitude < 1e15, last.magnitude < 1e15, first <= last else { return [] }
    return (0...Int(last - first)).map { index in
      let multiple = (first + Double(index)) * Double(digit)
      return NumberText.scaled(multiple == 0 ? 0 : multiple, byPowerOfTen: exponent)
    }
  }

  /// All labels of the ticks, written alike: the same decimals, and the same power of ten if they are very large or small.
  package var labels: [String] {
    let greatest = values.map(\.magnitude).max() ?? 0
    let top = greatest > 0 ? NumberText.exponent(of: greatest) : exponent
    let isModerate = (-4..<7).contains(top) && exponent >= -6
    let needsManyDigits = top - exponent > 6
    if isModerate || needsManyDigits {
      return values.map { Typography.number(NumberText.fixed($0, max(0, -exponent), grouped: true)) }
    }
    return values.map { $0 == 0 ? "0" : Typography.number(Self.scientific($0, top: top, step: exponent)) }
  }

  /// "2.5e9": as a multiple of 10^`top`, with as many decimals as the step needs.
  private static func scientific(_ value: Double, top: Int, step: Int) -> String {
    NumberText.fixed(NumberText.scaled(value, byPowerOfTen: -top), max(0, top - step)) + "e\(top)"
  }
}
