/// Sets the learning rate before each epoch, as `keras.callbacks.LearningRateScheduler`, and reports it as `learning_rate`. A
/// run with one is never remembered.
///
/// For a rate that changes with every step give the optimizer a `LearningRateSchedule`.
public struct LearningRateScheduler: Callback {
  private let schedule: (_ epoch: Int, _ learningRate: Double) throws -> Double

  /// - Parameter schedule: gets the epoch, counted from 0 as in Keras, and the present learning rate; gives the new one.
  public init(_ schedule: @escaping (_ epoch: Int, _ learningRate: Double) throws -> Double) {
    self.schedule = schedule
  }

  public var configuration: String? { nil }
  public var reportedNames: [String] { [TrainingState.learningRateName] }

  /// - Throws: `DeepLearningError` if the learning rate follows a schedule.
  public func trainingBegan(_ state: inout TrainingState) throws {
    try state.checkLearningRateIsFree(for: "LearningRateScheduler")
  }

  public func epochBegan(_ state: inout TrainingState) throws {
    guard let rate = state.model.optimizer?.learningRate else { return }
    let new = try schedule(state.epoch - 1, rate)
    guard new >= 0, new.isFinite else {
      throw DeepLearningError(
        "LearningRateScheduler", "epoch \(state.epoch) got the learning rate \(new)",
        expected: "a finite number of at least 0")
    }
    state.model.optimizer?.learningRate = new
  }

  public func epochEnded(_ state: inout TrainingState) throws {
    state.report(TrainingState.learningRateName, state.model.optimizer?.learningRate ?? 0)
  }
}
