/// Where training and long computations report to and remember their results. A notebook installs its own; by default nothing is reported or kept.
public struct TrainingContext {
  /// Receives what happens during `fit`, and that a long `predict` or `evaluate` is done.
  public var report: (TrainingEvent) -> Void = { _ in }
  /// Gives the bytes remembered for a key, or nil; nil itself if nothing can be remembered.
  public var recall: ((_ key: String) -> [UInt8]?)?
  /// Keeps bytes for a key.
  public var remember: ((_ key: String, _ bytes: [UInt8]) -> Void)?
  /// Removes what was kept for a key, if anything was.
  public var forget: ((_ key: String) -> Void)?
  /// How long `predict` and `evaluate` compute before their result is looked up, and kept at the end: what takes less is computed
  /// anew each time.
  public var patience: Duration = .seconds(2)
  /// How long `fit` trains before its state is kept at the end of an epoch, and kept again: the same run goes on from there if this one
  /// is interrupted.
  public var backupInterval: Duration = .seconds(60)
  /// The seed of models that are not given one.
  public var seed: UInt64 = 0
  /// Stands for everything of engine and machine that decides bits: part of the key of what is remembered.
  public var engineFingerprint = ""

  public init() {}

  /// The context of this process. Set it from the thread that trains, before it trains.
  nonisolated(unsafe) public static var current = TrainingContext()
}

/// Sets the seed of models made from now on, as `keras.utils.set_random_seed`: of their initial weights, the order of their
/// examples and their dropout.
public func setRandomSeed(_ seed: UInt64) { unsafe TrainingContext.current.seed = seed }
