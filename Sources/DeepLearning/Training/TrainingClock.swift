/// Tells the context where training stands, a few times a second, and how long the rest will take.
struct TrainingClock {
  private static let interval = Duration.milliseconds(100)

  private let run: TrainingEvent.Run
  private let send: (TrainingEvent) -> Void
  private let secondsBefore: Double
  private let start = ContinuousClock.now
  private var lastReport = ContinuousClock.now

  /// - Parameter secondsBefore: how long the run had trained before it was interrupted.
  init(run: TrainingEvent.Run, secondsBefore: Double = 0, report: @escaping (TrainingEvent) -> Void) {
    self.run = run
    self.secondsBefore = secondsBefore
    send = report
  }

  /// Seconds since training began, interruptions not counted.
  var seconds: Double { secondsBefore + (ContinuousClock.now - start) / .seconds(1) }

  func begin() { send(.began(run)) }

  /// - Parameter values: computed only if they are reported.
  mutating func endStep(_ step: Int, epoch: Int, values: () -> MetricValues) {
    let now = ContinuousClock.now
    guard now - lastReport >= Self.interval else { return }
    lastReport = now
    send(.step(progress(epoch, step, values())))
  }

  mutating func endEpoch(_ epoch: Int, values: MetricValues) {
    send(.epochEnded(progress(epoch, run.stepsPerEpoch, values)))
  }

  private func progress(_ epoch: Int, _ step: Int, _ values: MetricValues) -> TrainingEvent.Progress {
    let done = Double((epoch - 1) * run.stepsPerEpoch + step)
    let left = Double(run.epochs * run.stepsPerEpoch) - done
    return TrainingEvent.Progress(
      run: run, epoch: epoch, step: step, values: values, secondsLeft: seconds / done * left)
  }

}
