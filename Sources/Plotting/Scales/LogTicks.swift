#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Round numbers on a logarithmic axis: powers of ten, with 2 and 5 times them where there is room.
package struct LogTicks: Equatable {
  package let values: [Double]

  /// Makes at most `limit` ticks within a range of positive numbers; never fewer than two where a round number exists.
  package init(in range: ClosedRange<Double>, limit: Int) {
    let decades = Self.exponents(in: range)
    let finer = Self.multiples([1, 2, 5], in: range)
    if decades.count >= 2, finer.count > limit {
      let stride = (decades.count + limit - 1) / max(limit, 1)
      values = decades.filter { $0 % max(stride, 1) == 0 }.map { NumberText.scaled(1, byPowerOfTen: $0) }
    } else if finer.count >= 2 {
      values = finer.count > limit ? Self.multiples([1], in: range) : finer
    } else {
      values = Ticks(in: range, limit: limit).values.filter { $0 > 0 }
    }
  }

  private static func exponents(in range: ClosedRange<Double>) -> [Int] {
    let first = Int((log10(range.lowerBound) - 1e-9).rounded(.up))
    let last = Int((log10(range.upperBound) + 1e-9).rounded(.down))
    return first <= last ? Array(first...last) : []
  }

  private static func multiples(_ digits: [Int], in range: ClosedRange<Double>) -> [Double] {
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    let slack = 1e-9
    let (low, high) = (range.lowerBound * (1 - slack), range.upperBound * (1 + slack))
    var found: [Double] = []
    for exponent in first...last {
      let values = digits.map { NumberText.scaled(Double($0), byPowerOfTen: exponent) }
      found += values.filter { $0 >= low && $0 <= high }
    }
    return found
  }

  /// "0.01", "100" where all are moderate, else "10⁻⁹", "2×10⁻⁹".
  package var labels: [String] {
    let isPlain = values.allSatisfy { (1e-3...1e5).contains($0) }
    return values.map { value in
      if isPlain { return Typography.number(NumberText.significant(value, 12)) }
      let (mantissa, exponent) = NumberText.scientific(value, 6)
      let power = "10" + Typography.superscript("\(exponent)")
      return mantissa == 1 ? power : Typography.number(NumberText.significant(mantissa, 6)) + "×" + power
    }
  }
}
