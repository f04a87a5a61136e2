/// Whether less or more of a monitored value is better.
public enum MonitorMode: String, Sendable {
  /// Less of a loss, more of an accuracy.
  case auto
  /// Less is better.
  case min
  /// More is better.
  case max
}

/// Follows a value and knows its best so far.
struct Monitor {
  let name: String
  let mode: MonitorMode
  /// A change smaller than this is no improvement.
  let minDelta: Double
  /// The best value so far, or what has to be beaten first.
  var best: Double?

  init(name: String, mode: MonitorMode, minDelta: Double = 0, best: Double? = nil) {
    self.name = name
    self.mode = mode
    self.minDelta = abs(minDelta)
    self.best = best
  }

  var configuration: String { "monitor=\(name) mode=\(mode) minDelta=\(minDelta)" }

  /// Whether this epoch's value is better than all before it, which it then replaces.
  ///
  /// - Throws: `DeepLearningError` if the value is not there, or `auto` does not know its direction.
  mutating func improves(in state: TrainingState) throws(DeepLearningError) -> Bool {
    guard try beats(best, in: state) else { return false }
    best = try state.values[name]
    return true
  }

  /// Whether this epoch's value is better than another; better than none it always is.
  ///
  /// - Throws: `DeepLearningError` if the value is not there, or `auto` does not know its direction.
  func beats(_ other: Double?, in state: TrainingState) throws(DeepLearningError) -> Bool {
    let value = try state.values[name]
    let prefersGreater = try prefersGreater(in: state.model)
    guard let other else { return true }
    return prefersGreater ? value - minDelta > other : value + minDelta < other
  }

  private func prefersGreater(in model: Model) throws(DeepLearningError) -> Bool {
    switch mode {
    case .min: return false
    case .max: return true
    case .auto:
      guard let prefersGreater = model.compilation?.objective.prefersGreater(name) else {
        throw DeepLearningError(
          "monitor", "it is not known whether less or more '\(name)' is better", expected: "mode: .min or .max")
      }
      return prefersGreater
    }
  }
}
