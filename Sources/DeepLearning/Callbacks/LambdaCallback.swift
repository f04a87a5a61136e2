/// Calls closures during training, as `keras.callbacks.LambdaCallback`. A run with one is never remembered.
///
///     LambdaCallback { state in print(state.epoch, state.values) }
///     LambdaCallback(batchEnded: { state in state.stopsTraining = state.step == 100 })
public struct LambdaCallback: Callback {
  /// What gets the state of training; it may change the learning rate or end training.
  public typealias Action = (inout TrainingState) throws -> Void

  private let atTrainingBegin, atEpochBegin, atBatchEnd, atEpochEnd, atTrainingEnd: Action?

  /// - Parameters:
  ///   - epochEnded: called after each epoch and its validation, with its values.
  ///   - batchEnded: called after each batch, with the means of the epoch so far.
  ///   - epochBegan: called before each epoch.
  ///   - trainingBegan: called before the first epoch.
  ///   - trainingEnded: called after the last epoch.
  public init(
    epochEnded: Action? = nil, batchEnded: Action? = nil, epochBegan: Action? = nil, trainingBegan: Action? = nil,
    trainingEnded: Action? = nil
  ) {
    atTrainingBegin = trainingBegan
    atEpochBegin = epochBegan
    atBatchEnd = batchEnded
    atEpochEnd = epochEnded
    atTrainingEnd = trainingEnded
  }

  public var configuration: String? { nil }

  public func trainingBegan(_ state: inout TrainingState) throws { try atTrainingBegin?(&state) }
  public func epochBegan(_ state: inout TrainingState) throws { try atEpochBegin?(&state) }
  public func batchEnded(_ state: inout TrainingState) throws { try atBatchEnd?(&state) }
  public func epochEnded(_ state: inout TrainingState) throws { try atEpochEnd?(&state) }
  public func trainingEnded(_ state: inout TrainingState) throws { try atTrainingEnd?(&state) }
}
