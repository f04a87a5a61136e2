/// Watches training and may change its course.
///
/// Callbacks are values: `fit` works on copies of those it is given, so one may be given to several calls.
public protocol Callback {
  /// Every setting that decides what the callback does, on one line; nil if it cannot be told (a closure), which keeps the
  /// run from being remembered.
  var configuration: String? { get }
  /// The value that the callback reads at the end of each epoch; `fit` refuses to start without it.
  var monitor: String? { get }
  /// The file that the callback has written in this run.
  var writtenFile: String? { get }

  /// Called before the first epoch.
  mutating func trainingBegan(_ state: inout TrainingState) throws
  /// Called after each epoch and its validation.
  mutating func epochEnded(_ state: inout TrainingState) throws
  /// Called after the last epoch.
  mutating func trainingEnded(_ state: inout TrainingState) throws
  /// Called instead of all others when the run is recalled, with the file that it wrote then.
  mutating func recalled(file: [UInt8]) throws
}

extension Callback {
  public var monitor: String? { nil }
  public var writtenFile: String? { nil }
  public func trainingBegan(_ state: inout TrainingState) throws {}
  public func epochEnded(_ state: inout TrainingState) throws {}
  public func trainingEnded(_ state: inout TrainingState) throws {}
  public func recalled(file: [UInt8]) throws {}
}

/// What a callback sees of training.
public struct TrainingState {
  /// The model in training; its weights and learning rate may be changed.
  public let model: Model
  /// The epoch that has ended, from 1; 0 before the first.
  public internal(set) var epoch = 0
  /// The values of this epoch.
  public internal(set) var values = MetricValues()
  /// Set it to end training after this epoch.
  public var stopsTraining = false

  init(model: Model) { self.model = model }
}
