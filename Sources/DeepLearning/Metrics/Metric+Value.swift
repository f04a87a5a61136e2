// What a metric makes of its sums over all batches.
extension Metric {
  /// The value; 0 of nothing.
  func value(of total: MetricTotal) -> Double {
    let sums = total.sums
    switch kind {
    case .accuracy, .binaryAccuracy, .categoricalAccuracy, .topK, .meanSquaredError, .meanAbsoluteError:
      return Self.ratio(sums.first ?? 0, Double(total.count))
    case .precision: return sums.count < 3 ? 0 : Self.ratio(sums[0], sums[0] + sums[1])
    case .recall: return sums.count < 3 ? 0 : Self.ratio(sums[0], sums[0] + sums[2])
    case .auc(let curve, let thresholds):
      return sums.isEmpty ? 0 : ThresholdCounts(histogram: sums, thresholds: thresholds).area(under: curve)
    case .iou(let classes, let targets, _, _):
      return sums.isEmpty ? 0 : Self.meanIoU(sums, classes: classes, targets: targets)
    }
  }

  /// a / b, and 0 if b is 0.
  static func ratio(_ a: Double, _ b: Double) -> Double { b == 0 ? 0 : a / b }

  /// The mean over the target classes that occur, with Keras' ε in both denominators.
  private static func meanIoU(_ counts: [Double], classes: Int, targets: [Int]) -> Double {
    let epsilon = 1e-7
    var (sum, occurring) = (0.0, 0.0)
    for target in targets {
      let wanted = (0..<classes).map { counts[target * classes + $0] }.reduce(0, +)
      let found = (0..<classes).map { counts[$0 * classes + target] }.reduce(0, +)
      let both = counts[target * classes + target]
      guard wanted + found - both > 0 else { continue }
      sum += both / (wanted + found - both + epsilon)
      occurring += 1
    }
    return sum / (occurring + epsilon)
  }
}
