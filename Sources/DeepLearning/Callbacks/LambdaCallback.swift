/// Calls a closure at the end of each epoch, as `keras.callbacks.LambdaCallback`. A run with one is never remembered.
public struct LambdaCallback: Callback {
  private let atEpochEnd: (inout TrainingState) throws -> Void

  /// - Parameter epochEnded: gets the epoch's values; it may change the learning rate or end training.
  public init(epochEnded: @escaping (inout TrainingState) throws -> Void) { atEpochEnd = epochEnded }

  public var configuration: String? { nil }

  public func epochEnded(_ state: inout TrainingState) throws { try atEpochEnd(&state) }
}
