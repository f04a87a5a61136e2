/// A mean that grows with every batch.
struct RunningMean: Equatable, Codable {
  var sum = 0.0
  /// Numbers that were added.
  var count = 0

  /// The mean; 0 of no numbers.
  var value: Double { sum / Double(max(count, 1)) }
}

/// Loss and metrics over some batches: every row counts the same, whatever the size of its batch.
struct ObjectiveSums: Equatable, Codable {
  /// The loss, then the metrics in order.
  private(set) var means: [RunningMean]

  init(_ means: [RunningMean] = []) { self.means = means }

  /// The mean loss.
  var loss: Double { means.first?.value ?? 0 }

  static func += (left: inout ObjectiveSums, right: ObjectiveSums) {
    if left.means.isEmpty { left.means = right.means.map { _ in RunningMean() } }
    for (index, mean) in right.means.enumerated() {
      left.means[index].sum += mean.sum
      left.means[index].count += mean.count
    }
  }

  /// The means under their names.
  func values(_ names: [String]) -> MetricValues {
    MetricValues(zip(names, means).map { MetricValues.Entry(name: $0, value: $1.value) })
  }
}
