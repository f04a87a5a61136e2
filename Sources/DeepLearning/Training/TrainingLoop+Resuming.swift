// How a run that was interrupted goes on; see `BackupAndRestore` and `UnfinishedRun`.
extension TrainingLoop {
  /// The backup of this run, if there is one.
  ///
  /// - Throws: `DeepLearningError` that names the file if it is damaged or of another run.
  func backup() throws -> TrainingBackup? {
    guard let identity else { return nil }
    if let bytes = unfinished?.kept { return try? backup(bytes, of: identity, place: "unfinished training") }
    guard let place = backups.first?.path, WeightFile.exists(place) else { return nil }
    return try backup(WeightFile.read(place), of: identity, place: place)
  }

  private func backup(_ bytes: [UInt8], of identity: RunIdentity, place: String) throws -> TrainingBackup {
    let backup = try TrainingBackup(bytes, of: identity, model: model, place: place)
    let objective = try model.compiled(for: "fit").objective
    guard backup.memories.count == callbacks.count, backup.position.fits(position.history, objective) else {
      throw Safetensors.broken(place, "its record contradicts itself")
    }
    return backup
  }

  /// Goes to where the run was interrupted, or backs up its beginning if it was not.
  ///
  /// Backing up the beginning shows at once whether the file can be written, and makes a run that is interrupted in its first
  /// epoch begin anew from the same weights.
  mutating func resume(from backup: TrainingBackup?, _ state: inout TrainingState) throws {
    guard let backup else { return try backUp(seconds: 0) { _ in true } }
    try backup.snapshot.restore(in: model)
    identity = backup.identity
    position = backup.position
    position.history.model = model.name
    (state.epoch, state.stopsTraining) = (position.epochs, position.stopsTraining)
    state.values = position.history.finalValues
    try backup.files.restore(in: &callbacks)
    for (index, memory) in backup.memories.enumerated() { try callbacks[index].restore(memory) }
  }

  /// Saves the state of the run if it is due.
  func backUp(seconds: Double, if isDue: (BackupAndRestore) -> Bool) throws {
    guard let place = backups.first, let identity, isDue(place) else { return }
    try WeightFile.write(backup(of: identity, seconds: seconds).encoded(), to: place.path)
  }

  /// Keeps the state of a run that goes on, and the files that callbacks have written, if that is due. A state that cannot be kept
  /// ends no training.
  mutating func keep(seconds: Double) {
    guard let identity, unfinished?.isDue == true, position.isWithin(epochs: epochs),
      let backup = try? backup(of: identity, seconds: seconds, files: CallbackFiles(of: callbacks))
    else { return }
    unfinished?.keep(backup)
  }

  private func backup(
    of identity: RunIdentity, seconds: Double, files: CallbackFiles = CallbackFiles()
  ) throws -> TrainingBackup {
    var position = position
    position.history.seconds = seconds
    return TrainingBackup(
      identity: identity, position: position, snapshot: try TrainingSnapshot(of: model),
      memories: callbacks.map { $0.memory ?? CallbackMemory() }, files: files)
  }

  func removeBackup() throws {
    guard let place = backups.first, place.deletesBackup, WeightFile.exists(place.path) else { return }
    try WeightFile.remove(place.path)
  }
}

extension TrainingPosition {
  /// Whether a position read from a file lies within a run whose history begins so.
  fileprivate func fits(_ beginning: History, _ objective: TrainingObjective) -> Bool {
    history.stepsPerEpoch == beginning.stepsPerEpoch && 0...beginning.stepsPerEpoch ~= step
      && (step == 0 || sums.belong(to: objective))
  }
}

extension ObjectiveSums {
  fileprivate func belong(to objective: TrainingObjective) -> Bool {
    losses.count == objective.parts.count && metrics.map(\.count) == objective.parts.map(\.metrics.count)
  }
}
