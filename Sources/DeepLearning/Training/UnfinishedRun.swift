/// Keeps the state of a long run where results are remembered, so that the same run, if its process ends too early, goes on from
/// there in another process, to the same bits.
///
/// 1. The key is that of the run's outcome: everything that decides it.
/// 2. The state is kept after an epoch that others follow, unless it was a short while ago, with the files that callbacks have written.
/// 3. It is forgotten when the outcome is remembered, and lies there until then: of a run that is never ended, for good. One that is
///    damaged or does not fit counts for nothing.
struct UnfinishedRun {
  private let key: String
  private let context: TrainingContext
  private var keptAt = ContinuousClock.now

  /// - Returns: nil if the run cannot be told from others, or nothing can be kept.
  init?(of identity: RunIdentity, in context: TrainingContext) {
    guard let key = identity.key, context.remember != nil else { return nil }
    self.key = key + " unfinished"
    self.context = context
  }

  /// The bytes of the state that was kept, if there is one.
  var kept: [UInt8]? { context.recall?(key) }

  var isDue: Bool { ContinuousClock.now - keptAt >= context.backupInterval }

  mutating func keep(_ backup: TrainingBackup) {
    if let bytes = try? backup.encoded() { context.remember?(key, bytes) }
    keptAt = .now
  }

  func forget() { context.forget?(key) }
}
