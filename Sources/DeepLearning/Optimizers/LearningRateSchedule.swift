#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A learning rate that follows the number of steps taken, as the classes of `keras.optimizers.schedules`.
///
///     .adam(learningRate: .cosineDecay(initialLearningRate: 0, decaySteps: 900, warmupTarget: 0.01, warmupSteps: 100))
public struct LearningRateSchedule: Equatable, Sendable, CustomStringConvertible {
  enum Form: Equatable, Sendable {
    case piecewiseConstant(boundaries: [Int], values: [Double])
    case exponential(Decay, rate: Double, isStaircase: Bool)
    case inverseTime(Decay, rate: Double, isStaircase: Bool)
    case polynomial(Decay, end: Double, power: Double, isCyclic: Bool)
    case cosine(Decay, alpha: Double, warmup: Warmup?)
  }

  /// Where a rate starts, and over how many steps it falls.
  struct Decay: Equatable, Sendable {
    let initial: Double
    let steps: Int
  }

  /// What a rate rises to first, and over how many steps.
  struct Warmup: Equatable, Sendable {
    let target: Double
    let steps: Int
  }

  let form: Form

  public var description: String { "\(form)" }

  /// The learning rate after this many steps.
  public func callAsFunction(_ step: Int) -> Double {
    switch form {
    case .piecewiseConstant(let boundaries, let values):
      let place = boundaries.firstIndex { step <= $0 } ?? boundaries.count
      return values.indices.contains(place) ? values[place] : .nan
    case .exponential(let decay, let rate, let isStaircase):
      return decay.initial * pow(rate, decay.progress(step, inWholeSteps: isStaircase))
    case .inverseTime(let decay, let rate, let isStaircase):
      return decay.initial / (1 + rate * decay.progress(step, inWholeSteps: isStaircase))
    case .polynomial(let decay, let end, let power, let isCyclic):
      return (decay.initial - end) * pow(1 - decay.share(step, isCyclic: isCyclic), power) + end
    case .cosine(let decay, let alpha, let warmup): return decay.cosine(step, alpha: alpha, after: warmup)
    }
  }
}

// MARK: - The schedules

extension LearningRateSchedule {
  /// values[0] up to and including step boundaries[0], then values[1] up to boundaries[1], and so on.
  ///
  /// - Parameters:
  ///   - boundaries: rising numbers of steps.
  ///   - values: one more than boundaries.
  public static func piecewiseConstantDecay(boundaries: [Int], values: [Double]) -> LearningRateSchedule {
    LearningRateSchedule(form: .piecewiseConstant(boundaries: boundaries, values: values))
  }

  /// initial · rate^(step / decaySteps).
  ///
  /// - Parameters:
  ///   - initialLearningRate: the rate of step 0, over 0.
  ///   - decaySteps: steps, at least 1, over which the rate falls.
  ///   - decayRate: the factor that the formula calls rate.
  ///   - staircase: whether the exponent is rounded down, so that the rate falls in stairs.
  public static func exponentialDecay(
    initialLearningRate: Double, decaySteps: Int, decayRate: Double, staircase: Bool = false
  ) -> LearningRateSchedule {
    let decay = Decay(initial: initialLearningRate, steps: decaySteps)
    return LearningRateSchedule(form: .exponential(decay, rate: decayRate, isStaircase: staircase))
  }

  /// initial / (1 + rate · step / decaySteps).
  ///
  /// - Parameters:
  ///   - initialLearningRate: the rate of step 0, over 0.
  ///   - decaySteps: steps, at least 1, over which the rate falls.
  ///   - decayRate: the factor that the formula calls rate.
  ///   - staircase: whether step / decaySteps is rounded down.
  public static func inverseTimeDecay(
    initialLearningRate: Double, decaySteps: Int, decayRate: Double, staircase: Bool = false
  ) -> LearningRateSchedule {
    let decay = Decay(initial: initialLearningRate, steps: decaySteps)
    return LearningRateSchedule(form: .inverseTime(decay, rate: decayRate, isStaircase: staircase))
  }

  /// (initial − end) · (1 − step / decaySteps)^power + end; `end` after `decaySteps`.
  ///
  /// - Parameters:
  ///   - initialLearningRate: the rate of step 0, over 0.
  ///   - decaySteps: steps, at least 1, over which the rate falls.
  ///   - endLearningRate: the rate in the end.
  ///   - power: the exponent; 1 for a straight line.
  ///   - cycle: whether `decaySteps` is doubled, tripled and so on as steps go beyond it, instead of staying at `end`.
  public static func polynomialDecay(
    initialLearningRate: Double, decaySteps: Int, endLearningRate: Double = 0.0001, power: Double = 1,
    cycle: Bool = false
  ) -> LearningRateSchedule {
    let decay = Decay(initial: initialLearningRate, steps: decaySteps)
    return LearningRateSchedule(form: .polynomial(decay, end: endLearningRate, power: power, isCyclic: cycle))
  }

  /// initial · ((1 − α) · ½ (1 + cos(π · step / decaySteps)) + α), and α · initial after `decaySteps`. Loshchilov and Hutter
  /// (2017).
  ///
  /// With a warm-up the rate first rises in a line from the initial one to `warmupTarget` in `warmupSteps`, and then falls from
  /// there in `decaySteps`.
  /// - Parameters:
  ///   - initialLearningRate: the rate of step 0, over 0.
  ///   - decaySteps: steps, at least 1, over which the rate falls.
  ///   - alpha: the share of the rate that remains in the end.
  ///   - warmupTarget: the rate to which it rises; nil where there is no warm-up.
  ///   - warmupSteps: steps in which the rate rises first; 0 for none.
  public static func cosineDecay(
    initialLearningRate: Double, decaySteps: Int, alpha: Double = 0, warmupTarget: Double? = nil, warmupSteps: Int = 0
  ) -> LearningRateSchedule {
    precondition(
      warmupTarget != nil || warmupSteps == 0, "cosineDecay: warmupSteps is \(warmupSteps), which needs a warmupTarget")
    let warmup = warmupTarget.map { Warmup(target: $0, steps: warmupSteps) }
    let decay = Decay(initial: initialLearningRate, steps: decaySteps)
    return LearningRateSchedule(form: .cosine(decay, alpha: alpha, warmup: warmup))
  }
}

extension LearningRateSchedule.Decay {
  /// step / steps.
  fileprivate func progress(_ step: Int, inWholeSteps isStaircase: Bool) -> Double {
    let progress = Double(step) / Double(steps)
    return isStaircase ? progress.rounded(.down) : progress
  }

  /// The share of the way down that is done, from 0 to 1.
  fileprivate func share(_ step: Int, isCyclic: Bool) -> Double {
    let progress = Double(step) / Double(steps)
    return isCyclic ? progress / max(progress.rounded(.up), 1) : min(progress, 1)
  }

  fileprivate func cosine(_ step: Int, alpha: Double, after warmup: LearningRateSchedule.Warmup?) -> Double {
    let start = warmup?.steps ?? 0
    if let warmup, step < warmup.steps {
      return (warmup.target - initial) * Double(step) / Double(warmup.steps) + initial
    }
    let cosine = 0.5 * (1 + cos(Double.pi * share(step - start, isCyclic: false)))
    return (warmup?.target ?? initial) * ((1 - alpha) * cosine + alpha)
  }
}

// MARK: - What may be wrong

extension LearningRateSchedule {
  /// - Throws: `DeepLearningError` naming a setting out of range.
  func check() throws(DeepLearningError) {
    switch form {
    case .piecewiseConstant(let boundaries, let values): try check(boundaries, values)
    case .exponential(let decay, let rate, _), .inverseTime(let decay, let rate, _):
      try check(decay, [("decayRate", rate)])
    case .polynomial(let decay, let end, let power, _): try check(decay, [("endLearningRate", end), ("power", power)])
    case .cosine(let decay, let alpha, let warmup):
      let target = warmup.map { [("warmupTarget", $0.target), ("warmupSteps", Double($0.steps))] } ?? []
      try check(decay, [("alpha", alpha)] + target)
    }
  }

  private func check(_ decay: Decay, _ values: [(String, Double)]) throws(DeepLearningError) {
    guard decay.steps > 0 else {
      throw DeepLearningError("learning rate", "decaySteps is \(decay.steps)", expected: "at least 1")
    }
    for (name, value) in [("initialLearningRate", decay.initial)] + values where !(value >= 0 && value.isFinite) {
      throw DeepLearningError("learning rate", "\(name) is \(value)", expected: "a finite number of at least 0")
    }
  }

  private func check(_ boundaries: [Int], _ values: [Double]) throws(DeepLearningError) {
    guard values.count == boundaries.count + 1, zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw DeepLearningError(
        "learning rate", "the boundaries are \(boundaries), with \(values.count) values",
        expected: "rising boundaries, and one value more")
    }
    for value in values where !(value >= 0 && value.isFinite) {
      throw DeepLearningError("learning rate", "values has \(value)", expected: "finite numbers of at least 0")
    }
  }
}
