/// Where a run stands between two batches.
struct TrainingPosition: Codable {
  /// The values of the epochs that have ended.
  var history: History
  /// Batches done in the epoch that runs; 0 between two epochs.
  var step = 0
  /// Loss and metrics of these batches.
  var sums = ObjectiveSums()
  /// Whether a callback has asked to end training.
  var stopsTraining = false

  /// Epochs that have ended.
  var epochs: Int { history.rows.count }

  /// - Returns: whether something is left of `epochs`: an epoch that was begun is ended.
  func isWithin(epochs: Int) -> Bool { step > 0 || (self.epochs < epochs && !stopsTraining) }

  mutating func endEpoch(_ values: MetricValues) {
    history.append(values)
    (step, sums) = (0, ObjectiveSums())
  }
}
