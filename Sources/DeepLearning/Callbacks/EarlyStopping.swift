internal import Tensors

/// Ends training when a value has not improved for some epochs, as `keras.callbacks.EarlyStopping`.
public struct EarlyStopping: Callback {
  /// Epochs without improvement after which training ends.
  public let patience: Int
  /// What the value has to beat besides its best so far: until it does, the patience runs on.
  public let baseline: Double?
  /// Whether the model ends with the weights of its best epoch rather than its last; also when training was not ended early.
  public let restoreBestWeights: Bool
  /// Epochs at the beginning that are not watched.
  public let startFromEpoch: Int
  private var monitoring: Monitor
  private var wait = 0
  private var bestWeights: [Tensor<Float>]?

  /// - Parameters:
  ///   - monitor: the name of a loss or metric, such as val_loss.
  ///   - minDelta: a change smaller than this is no improvement.
  ///   - patience: epochs without a better value that are waited for.
  ///   - mode: whether less or more is better.
  ///   - baseline: a value that the monitored one has to beat first; nil for none.
  ///   - restoreBestWeights: whether the weights of the best epoch are put back in the end.
  ///   - startFromEpoch: epochs, from 0, that are passed over at the beginning.
  public init(
    monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, mode: MonitorMode = .auto,
    baseline: Double? = nil, restoreBestWeights: Bool = false, startFromEpoch: Int = 0
  ) {
    self.patience = patience
    self.baseline = baseline
    self.restoreBestWeights = restoreBestWeights
    self.startFromEpoch = startFromEpoch
    monitoring = Monitor(name: monitor, mode: mode, minDelta: minDelta)
  }

  public var monitor: String? { monitoring.name }

  public var configuration: String? {
    "EarlyStopping \(monitoring.configuration) patience=\(patience) restoreBestWeights=\(restoreBestWeights) "
      + "baseline=\(baseline.map { "\($0)" } ?? "none") startFromEpoch=\(startFromEpoch)"
  }

  public mutating func epochEnded(_ state: inout TrainingState) throws {
    guard state.epoch > startFromEpoch else { return }
    wait += 1
    if try monitoring.improves(in: state) {
      if restoreBestWeights { bestWeights = state.model.weights }
      if try monitoring.beats(baseline, in: state) { wait = 0 }
    } else if wait >= patience && state.epoch > 1 {
      state.stopsTraining = true
    }
  }

  public mutating func trainingEnded(_ state: inout TrainingState) throws {
    if let bestWeights { try state.model.setWeights(bestWeights) }
  }

  public var memory: CallbackMemory? {
    var memory = CallbackMemory()
    memory.numbers["best"] = monitoring.best
    memory[count: "wait"] = wait
    memory[list: "best weights"] = bestWeights
    return memory
  }

  public mutating func restore(_ memory: CallbackMemory) {
    monitoring.best = memory.numbers["best"]
    wait = memory[count: "wait"]
    bestWeights = memory[list: "best weights"]
  }
}
