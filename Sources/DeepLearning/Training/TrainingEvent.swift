/// What `fit` tells while it runs, in this order: `began`, then for each epoch some `step`s and an `epochEnded`, then `ended`.
/// A recalled run has only `ended`. A call of `predict` or `evaluate` that takes a while tells `computed` at its end.
public enum TrainingEvent: Equatable, Sendable {
  case began(Run)
  /// Some batches more are done; sent a few times a second at most.
  case step(Progress)
  case epochEnded(Progress)
  case ended(Summary)
  case computed(Computation)

  /// What is about to happen.
  public struct Run: Equatable, Sendable {
    /// Name of the model.
    public let model: String
    public let epochs: Int
    public let stepsPerEpoch: Int

    package init(model: String, epochs: Int, stepsPerEpoch: Int) {
      self.model = model
      self.epochs = epochs
      self.stepsPerEpoch = stepsPerEpoch
    }
  }

  /// Where training stands.
  public struct Progress: Equatable, Sendable {
    public let run: Run
    /// From 1 to `run.epochs`.
    public let epoch: Int
    /// Batches done in this epoch.
    public let step: Int
    /// Loss and metrics so far in this epoch; at its end those on validation data too.
    public let values: MetricValues
    /// Estimated seconds until the run ends.
    public let secondsLeft: Double
  }

  /// What happened.
  public struct Summary: Equatable, Sendable {
    /// Name of the model.
    public let model: String
    /// Epochs that were trained; fewer than asked for if a callback stopped.
    public let epochs: Int
    public let stepsPerEpoch: Int
    /// Seconds of the training itself, also when it was recalled.
    public let seconds: Double
    /// The values of the last epoch.
    public let finalValues: MetricValues
    /// Whether the run was remembered rather than trained.
    public let wasRecalled: Bool
  }

  /// A call of `predict` or `evaluate` that took a while.
  public struct Computation: Equatable, Sendable {
    public enum Task: String, Sendable { case predict, evaluate }

    /// Name of the model.
    public let model: String
    public let task: Task
    public let examples: Int
    /// Seconds of the computing itself, also when its result was recalled.
    public let seconds: Double
    /// Whether the result was remembered rather than computed.
    public let wasRecalled: Bool
  }
}
