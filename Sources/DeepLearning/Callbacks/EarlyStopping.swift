internal import Tensors

/// Ends training when a value has not improved for some epochs, as `keras.callbacks.EarlyStopping`.
public struct EarlyStopping: Callback {
  /// Epochs without improvement after which training ends.
  public let patience: Int
  /// Whether the model ends with the weights of its best epoch rather than its last; also when training was not ended early.
  public let restoreBestWeights: Bool
  private var monitoring: Monitor
  private var wait = 0
  private var bestWeights: [Tensor<Float>]?

  /// - Parameters:
  ///   - minDelta: a change smaller than this is no improvement.
  ///   - mode: whether less or more is better.
  public init(
    monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, mode: MonitorMode = .auto,
    restoreBestWeights: Bool = false
  ) {
    self.patience = patience
    self.restoreBestWeights = restoreBestWeights
    monitoring = Monitor(name: monitor, mode: mode, minDelta: minDelta)
  }

  public var monitor: String? { monitoring.name }

  public var configuration: String? {
    "EarlyStopping \(monitoring.configuration) patience=\(patience) restoreBestWeights=\(restoreBestWeights)"
  }

  public mutating func epochEnded(_ state: inout TrainingState) throws {
    wait += 1
    if try monitoring.improves(in: state) {
      wait = 0
      if restoreBestWeights { bestWeights = state.model.weights }
    } else if wait >= patience && state.epoch > 1 {
      state.stopsTraining = true
    }
  }

  public mutating func trainingEnded(_ state: inout TrainingState) throws {
    if let bestWeights { try state.model.setWeights(bestWeights) }
  }
}
