/// What of a plan belongs to its objective: what is loaded for it, and what it sums.
struct ObjectiveBuffers {
  /// What is given for each output.
  var given: [GivenBuffers]
  /// The loss of each output.
  var losses: [LossBuffers] = []
  /// The metrics of each output in order.
  var metrics: [[MetricBuffers]] = []

  /// What is loaded with every batch.
  var loaded: [Buffer] { given.flatMap { [$0.target] + [$0.weights].compactMap { $0 } } }
  /// What is read after the last operation.
  var results: [Buffer] { losses.map(\.sums) + metrics.flatMap { $0.map(\.sums) } }
}

/// What is given for one output.
struct GivenBuffers {
  /// Integer labels, numbers or output weights of the batch.
  let target: Buffer
  /// A weight for each row, if examples are weighted.
  var weights: Buffer?
}

/// Sums of the weighted losses of one output's rows: they, divided by a count, are the loss.
struct LossBuffers {
  let sums: Buffer
  let count: Int
  /// The output's name, if the model has several.
  let output: String?
  /// The output's share in the whole loss.
  let weight: Double
}

/// Sums of a metric, some for each piece of the batch.
struct MetricBuffers {
  let sums: Buffer
  /// Sums of a piece.
  let width: Int
  /// How many numbers a mean is of.
  let count: Int
}
