/// The epochs of one call of `fit`.
struct TrainingLoop {
  let model: Model
  let training: any BatchFeed
  let validation: (any BatchFeed)?
  let epochs: Int
  /// All but the one that backs up, which the loop itself does.
  var callbacks: [any Callback]
  /// Where the run is backed up: one place at most.
  let backups: [BackupAndRestore]
  /// What decides the run; known where it is backed up or may be remembered.
  var identity: RunIdentity?
  /// Keeps the run on the way where nothing else backs it up.
  var unfinished: UnfinishedRun?
  var position: TrainingPosition

  init(
    model: Model, training: any BatchFeed, validation: (any BatchFeed)?, epochs: Int, callbacks: [any Callback]
  ) {
    self.model = model
    self.training = training
    self.validation = validation
    self.epochs = epochs
    self.callbacks = callbacks.filter { !($0 is BackupAndRestore) }
    backups = callbacks.compactMap { $0 as? BackupAndRestore }
    let names = model.compilation?.valueNames(validates: validation != nil) ?? []
    let maximized = names.filter { model.compilation?.objective.prefersGreater($0) == true }
    position = TrainingPosition(
      history: History(model: model.name, stepsPerEpoch: training.batchCount, maximized: maximized))
  }

  /// Trains.
  ///
  /// - Throws: `DeepLearningError`, or what a callback throws.
  mutating func run() throws -> History {
    try checkCallbacks()
    let backup = try backup()
    var state = TrainingState(model: model)
    let run = TrainingEvent.Run(model: model.name, epochs: epochs, stepsPerEpoch: training.batchCount)
    for index in callbacks.indices { try callbacks[index].trainingBegan(&state) }
    position.stopsTraining = state.stopsTraining
    try resume(from: backup, &state)
    var clock = TrainingClock(run: run, secondsBefore: position.history.seconds, report: model.context.report)
    clock.begin()
    while position.isWithin(epochs: epochs) { try runEpoch(&state, clock: &clock) }
    for index in callbacks.indices { try callbacks[index].trainingEnded(&state) }
    position.history.seconds = clock.seconds
    try removeBackup()
    return position.history
  }

  private func checkCallbacks() throws {
    let compilation = try model.compiled(for: "fit")
    let names = compilation.valueNames(validates: validation != nil) + callbacks.flatMap(\.reportedNames)
    for name in callbacks.compactMap(\.monitor) where !names.contains(name) {
      throw DeepLearningError.noValue(named: name, among: names)
    }
    guard backups.count < 2 else {
      throw DeepLearningError(
        "fit", "is to be backed up to \(backups.map(\.path).joined(separator: " and "))",
        expected: "one BackupAndRestore at most")
    }
  }
}

// MARK: - One epoch

extension TrainingLoop {
  /// Trains on every batch that is left, and then validates.
  private mutating func runEpoch(_ state: inout TrainingState, clock: inout TrainingClock) throws {
    (state.epoch, state.step) = (position.epochs + 1, position.step)
    if position.step == 0 {
      for index in callbacks.indices { try callbacks[index].epochBegan(&state) }
    }
    try runBatches(&state, clock: &clock)
    let compilation = try model.compiled(for: "fit")
    compilation.state.epochs += 1
    let values = compilation.objective.values(of: position.sums)
    state.values = try values + validate(compilation, epoch: state.epoch)
    clock.endEpoch(state.epoch, values: state.values)
    for index in callbacks.indices { try callbacks[index].epochEnded(&state) }
    position.stopsTraining = state.stopsTraining
    position.endEpoch(state.values)
    try backUp(seconds: clock.seconds) { $0.saveFrequency == .epoch }
    keep(seconds: clock.seconds)
  }

  private mutating func runBatches(_ state: inout TrainingState, clock: inout TrainingClock) throws {
    let epoch = try model.compiled(for: "fit").state.epochs
    var batches = try training.batches(ofEpoch: epoch, from: position.step)
    while !position.stopsTraining, let batch = try batches.next() {
      try runBatch(batch, epoch: state.epoch)
      let objective = try model.compiled(for: "fit").objective
      clock.endStep(position.step, epoch: state.epoch) { [sums = position.sums] in objective.values(of: sums) }
      guard !callbacks.isEmpty || !backups.isEmpty else { continue }
      (state.step, state.values) = (position.step, objective.values(of: position.sums))
      for index in callbacks.indices { try callbacks[index].batchEnded(&state) }
      position.stopsTraining = state.stopsTraining
      let done = position.epochs * training.batchCount + position.step
      try backUp(seconds: clock.seconds) { $0.isDue(afterBatches: done) }
    }
  }

  private mutating func runBatch(_ batch: LoadedBatch, epoch: Int) throws {
    let step = TrainingStep(runtime: model.runtime, compilation: try model.compiled(for: "fit"))
    do {
      position.sums += try step.run(batch)
    } catch let loss as NonFiniteLoss {
      throw loss.error(in: "fit, epoch \(epoch), step \(position.step + 1)")
    }
    position.step += 1
  }

  private func validate(_ compilation: Compilation, epoch: Int) throws -> MetricValues {
    guard let validation else { return MetricValues() }
    let place = "validation after epoch \(epoch)"
    return try model.evaluate(validation, compilation, place: place).prefixed("val_")
  }
}
