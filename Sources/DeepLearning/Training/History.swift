/// What one call of `fit` recorded, epoch by epoch.
public struct History: Equatable, Sendable, Codable {
  /// Name of the model.
  public internal(set) var model: String
  /// Numbers of the epochs, from 1.
  public var epochs: [Int] { Array(1..<rows.count + 1) }
  /// Batches in each epoch.
  public let stepsPerEpoch: Int
  /// Seconds that the training took when it was run; a recalled run keeps them.
  public internal(set) var seconds: Double = 0
  /// Whether training was skipped because the same run was remembered.
  public internal(set) var wasRecalled = false
  /// The values of each epoch.
  public private(set) var rows: [MetricValues] = []

  /// Names of the values of which more is better.
  private let maximized: [String]

  init(model: String, stepsPerEpoch: Int, maximized: [String]) {
    (self.model, self.stepsPerEpoch, self.maximized) = (model, stepsPerEpoch, maximized)
  }

  /// Names of the values in Keras' order: `loss`, `accuracy`, `val_loss`, `val_accuracy`.
  public var names: [String] { rows.first?.names ?? [] }
  /// The values of the last epoch.
  public var finalValues: MetricValues { rows.last ?? MetricValues() }

  /// The values of this name, one an epoch.
  ///
  /// - Throws: `DeepLearningError` that lists the names there are.
  public subscript(_ name: String) -> [Double] {
    get throws(DeepLearningError) { try rows.map { (row) throws(DeepLearningError) in try row[name] } }
  }

  /// The epoch, from 1, with the best value of this name: the least of a loss or an error, the greatest of another
  /// metric, of equal ones the first.
  ///
  /// - Throws: `DeepLearningError` that lists the names there are.
  public func bestEpoch(by name: String = "val_loss") throws(DeepLearningError) -> Int {
    let values = try self[name]
    let best = maximized.contains(name) ? values.max() : values.min()
    return (values.firstIndex { $0 == best } ?? 0) + 1
  }

  mutating func append(_ values: MetricValues) { rows.append(values) }
}
