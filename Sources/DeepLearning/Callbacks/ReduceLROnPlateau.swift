/// Lowers the learning rate when a value has not improved for some epochs, as `keras.callbacks.ReduceLROnPlateau`. Reports
/// each epoch's `learning_rate`.
public struct ReduceLROnPlateau: Callback {
  /// What the learning rate is multiplied by: below 1.
  public let factor: Double
  /// Epochs without improvement after which the learning rate is lowered.
  public let patience: Int
  /// Epochs after it was lowered that are not counted.
  public let cooldown: Int
  /// The learning rate is never set below this.
  public let minLR: Double
  private var monitoring: Monitor
  private var wait = 0
  private var cooldownLeft = 0

  /// - Parameters:
  ///   - monitor: the name of a loss or metric, such as val_loss.
  ///   - factor: what the learning rate is multiplied by, at least 0 and below 1.
  ///   - patience: epochs without a better value that are waited for.
  ///   - mode: whether less or more is better.
  ///   - minDelta: a change smaller than this is no improvement.
  ///   - cooldown: epochs after a reduction in which none are counted.
  ///   - minLR: the rate that is not gone below.
  public init(
    monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10, mode: MonitorMode = .auto,
    minDelta: Double = 1e-4, cooldown: Int = 0, minLR: Double = 0
  ) {
    precondition(factor >= 0 && factor < 1, "ReduceLROnPlateau: factor is \(factor), not at least 0 and below 1")
    self.factor = factor
    self.patience = patience
    self.cooldown = cooldown
    self.minLR = minLR
    monitoring = Monitor(name: monitor, mode: mode, minDelta: minDelta)
  }

  public var monitor: String? { monitoring.name }
  public var reportedNames: [String] { [TrainingState.learningRateName] }

  public var configuration: String? {
    "ReduceLROnPlateau \(monitoring.configuration) factor=\(factor) patience=\(patience) cooldown=\(cooldown) "
      + "minLR=\(minLR)"
  }

  /// - Throws: `DeepLearningError` if the learning rate follows a schedule.
  public func trainingBegan(_ state: inout TrainingState) throws {
    try state.checkLearningRateIsFree(for: "ReduceLROnPlateau")
  }

  public mutating func epochEnded(_ state: inout TrainingState) throws {
    state.report(TrainingState.learningRateName, state.model.optimizer?.learningRate ?? 0)
    if cooldownLeft > 0 {
      cooldownLeft -= 1
      wait = 0
    }
    if try monitoring.improves(in: state) {
      wait = 0
    } else if cooldownLeft == 0 {
      wait += 1
      if wait >= patience { reduce(state.model) }
    }
  }

  private mutating func reduce(_ model: Model) {
    guard let rate = model.optimizer?.learningRate, rate > minLR else { return }
    model.optimizer?.learningRate = max(rate * factor, minLR)
    cooldownLeft = cooldown
    wait = 0
  }

  public var memory: CallbackMemory? {
    var memory = CallbackMemory()
    memory.numbers["best"] = monitoring.best
    memory[count: "wait"] = wait
    memory[count: "cooldown left"] = cooldownLeft
    return memory
  }

  public mutating func restore(_ memory: CallbackMemory) {
    monitoring.best = memory.numbers["best"]
    wait = memory[count: "wait"]
    cooldownLeft = memory[count: "cooldown left"]
  }
}
