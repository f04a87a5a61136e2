/// Watches training and may change its course.
///
/// Callbacks are values: `fit` works on copies of those it is given, so one may be given to several calls. They are called in
/// this order: `trainingBegan`; for each epoch `epochBegan`, `batchEnded` after each of its batches, `epochEnded`; and
/// `trainingEnded`. Where one throws, training ends: the model keeps the weights of the last step, and `trainingEnded` is not
/// called.
public protocol Callback {
  /// Every setting that decides what the callback does, on one line; nil if it cannot be told (a closure), which keeps the
  /// run from being remembered.
  var configuration: String? { get }
  /// The value that the callback reads at the end of each epoch; `fit` refuses to start without it.
  var monitor: String? { get }
  /// Names of the values that the callback adds to each epoch's by `TrainingState.report`.
  var reportedNames: [String] { get }
  /// The file that the callback has written in this run.
  var writtenFile: String? { get }
  /// All that the callback has to know to go on in a run that was interrupted: empty where it keeps nothing, nil where it cannot
  /// say. A run with one that cannot say is backed up by `BackupAndRestore` alone, and never goes on by itself.
  var memory: CallbackMemory? { get }

  /// Called before the first epoch.
  mutating func trainingBegan(_ state: inout TrainingState) throws
  /// Called after `trainingBegan` where an interrupted run goes on, with the memory that was saved then.
  mutating func restore(_ memory: CallbackMemory) throws
  /// Called before each epoch.
  mutating func epochBegan(_ state: inout TrainingState) throws
  /// Called after each batch, with the values of the epoch so far.
  mutating func batchEnded(_ state: inout TrainingState) throws
  /// Called after each epoch and its validation.
  mutating func epochEnded(_ state: inout TrainingState) throws
  /// Called after the last epoch.
  mutating func trainingEnded(_ state: inout TrainingState) throws
  /// Called with the file that the callback wrote: instead of all others when the run is recalled, and before `restore` when a
  /// run goes on that was kept on the way.
  mutating func recalled(file: [UInt8]) throws
}

extension Callback {
  public var monitor: String? { nil }
  public var reportedNames: [String] { [] }
  public var writtenFile: String? { nil }
  public var memory: CallbackMemory? { nil }
  public func trainingBegan(_ state: inout TrainingState) throws {}
  public func restore(_ memory: CallbackMemory) throws {}
  public func epochBegan(_ state: inout TrainingState) throws {}
  public func batchEnded(_ state: inout TrainingState) throws {}
  public func epochEnded(_ state: inout TrainingState) throws {}
  public func trainingEnded(_ state: inout TrainingState) throws {}
  public func recalled(file: [UInt8]) throws {}
}

/// What a callback sees of training.
public struct TrainingState {
  /// The model in training; its weights and learning rate may be changed.
  public let model: Model
  /// The epoch that runs or has ended, from 1; 0 before the first.
  public internal(set) var epoch = 0
  /// Batches done in this epoch.
  public internal(set) var step = 0
  /// The values of this epoch; after a batch, the means so far.
  public internal(set) var values = MetricValues()
  /// Set it to end training after this batch or epoch. An epoch that ends early is validated and recorded as others are.
  public var stopsTraining = false

  init(model: Model) { self.model = model }

  /// Adds a number to this epoch's values: later callbacks may read it, and the history keeps it. For use in `epochEnded`; its
  /// name is one of the callback's `reportedNames`.
  public mutating func report(_ name: String, _ value: Double) {
    values = MetricValues(
      values.entries.filter { $0.name != name } + [MetricValues.Entry(name: name, value: value)])
  }
}

extension TrainingState {
  /// The name under which the learning rate is reported, as in Keras.
  static var learningRateName: String { "learning_rate" }

  /// - Throws: `DeepLearningError` if the learning rate follows a schedule, so that a callback cannot set it.
  func checkLearningRateIsFree(for callback: String) throws(DeepLearningError) {
    guard let schedule = model.optimizer?.schedule else { return }
    throw DeepLearningError(
      callback, "the learning rate follows the schedule \(schedule)", expected: "a constant one, which it may set")
  }
}
