#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How many positives and negatives lie above each threshold.
struct ThresholdCounts {
  /// Positives above the threshold of each number.
  private let positives: [Double]
  /// Negatives above the threshold of each number.
  private let negatives: [Double]
  private let allPositives: Double
  private let allNegatives: Double

  /// - Parameter histogram: positives in each bucket between two thresholds, then negatives.
  init(histogram: [Double], thresholds: Int) {
    positives = Self.above(histogram[..<thresholds])
    negatives = Self.above(histogram[thresholds...])
    allPositives = histogram[..<thresholds].reduce(0, +)
    allNegatives = histogram[thresholds...].reduce(0, +)
  }

  private static func above(_ counts: ArraySlice<Double>) -> [Double] {
    var sums: [Double] = []
    for count in counts.reversed() { sums.append((sums.last ?? 0) + count) }
    return sums.reversed()
  }

  func area(under curve: AUCCurve) -> Double {
    (1..<max(positives.count, 1)).map { curve == .roc ? trapezoid($0) : precisionArea($0) }.reduce(0, +)
  }

  /// Between the points of two thresholds, false alarms along the axis.
  private func trapezoid(_ i: Int) -> Double {
    let width = Metric.ratio(negatives[i - 1] - negatives[i], allNegatives)
    return width * Metric.ratio(positives[i - 1] + positives[i], allPositives) / 2
  }

  /// Between the points of two thresholds, positives being linear in the number of all that lie above.
  private func precisionArea(_ i: Int) -> Double {
    let (lower, upper) = (positives[i - 1] + negatives[i - 1], positives[i] + negatives[i])
    let gain = positives[i - 1] - positives[i]
    let slope = Metric.ratio(gain, max(lower - upper, 0))
    let intercept = positives[i] - slope * upper
    let ratio = lower > 0 && upper > 0 ? lower / upper : 1
    return Metric.ratio(slope * (gain + intercept * log(ratio)), allPositives)
  }
}
