/// A mean that grows with every batch.
struct RunningMean: Equatable, Codable {
  var sum = 0.0
  /// Numbers that were added.
  var count = 0

  /// The mean; 0 of no numbers.
  var value: Double { sum / Double(max(count, 1)) }

  static func += (left: inout RunningMean, right: RunningMean) {
    left.sum += right.sum
    left.count += right.count
  }
}

/// The sums of a metric over all batches so far.
struct MetricTotal: Equatable, Codable {
  var sums: [Double]
  /// How many numbers a mean is of.
  var count: Int

  static func += (left: inout MetricTotal, right: MetricTotal) {
    for (index, sum) in right.sums.enumerated() { left.sums[index] += sum }
    left.count += right.count
  }
}

/// Losses and metrics over some batches, added in their order: every example counts the same, whatever the size of its batch.
struct ObjectiveSums: Equatable, Codable {
  /// The weighted sum of all outputs' losses.
  private(set) var loss = RunningMean()
  /// The loss of each output.
  private(set) var losses: [RunningMean] = []
  /// The metrics of each output in order.
  private(set) var metrics: [[MetricTotal]] = []

  init() {}

  /// The sums of one batch.
  ///
  /// - Parameters:
  ///   - losses: each output's mean loss in the batch and its share in the whole.
  ///   - examples: the size of the batch.
  init(losses: [(value: Double, weight: Double)], metrics: [[MetricTotal]], examples: Int) {
    self.losses = losses.map { RunningMean(sum: $0.value * Double(examples), count: examples) }
    let total = losses.map { $0.value * $0.weight }.reduce(0, +)
    loss = RunningMean(sum: total * Double(examples), count: examples)
    self.metrics = metrics
  }

  static func += (left: inout ObjectiveSums, right: ObjectiveSums) {
    guard left.loss.count > 0 else { return left = right }
    left.loss += right.loss
    for index in right.losses.indices { left.losses[index] += right.losses[index] }
    for (output, totals) in right.metrics.enumerated() {
      for (index, total) in totals.enumerated() { left.metrics[output][index] += total }
    }
  }

  /// The same sums with a penalty added to the mean of the whole loss.
  func adding(penalty: Double) -> ObjectiveSums {
    var result = self
    result.loss.sum += penalty * Double(loss.count)
    return result
  }
}
