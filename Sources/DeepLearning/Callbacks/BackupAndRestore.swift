/// Lets training that is interrupted go on where it was, as `keras.callbacks.BackupAndRestore`.
///
///     try model.fit(x, y, epochs: 20, callbacks: [BackupAndRestore("training.backup")])
///
/// 1. Before the first epoch, and after each epoch or every few batches, everything that decides the rest of the run goes to a
///    file: weights, the optimizer's memory, learning rate, epoch and batch, values so far, and what other callbacks remember.
///    It is written beside the file and moved into place, so the file is never there by half.
/// 2. A later `fit` with the same arguments, in this process or another, goes on from there and ends with the same bits as if
///    it had not been interrupted, whatever the model's weights are when it starts.
/// 3. The file is removed when training ends.
///
/// A file of another run (other graph, data, settings, optimizer, loss or callbacks), or one that is damaged, is an error that
/// names the file and what differs: remove it to start anew. Closures are not compared, nor what they keep saved.
public struct BackupAndRestore: Callback {
  /// How often the state is saved.
  public enum SaveFrequency: Equatable, Sendable, ExpressibleByIntegerLiteral {
    /// After each epoch.
    case epoch
    /// After this many batches, counted through all epochs.
    case batches(Int)

    public init(integerLiteral batches: Int) { self = .batches(batches) }
  }

  /// The file.
  public let path: String
  /// How often the state is saved.
  public let saveFrequency: SaveFrequency
  /// Whether the file is removed when training ends.
  public let deletesBackup: Bool

  /// - Parameters:
  ///   - path: the file, in a folder that exists.
  ///   - saveFrequency: after each epoch, or a number of batches.
  ///   - deletesBackup: whether the backup is removed once training is complete.
  public init(_ path: String, saveFrequency: SaveFrequency = .epoch, deletesBackup: Bool = true) {
    if case .batches(let count) = saveFrequency {
      precondition(count > 0, "BackupAndRestore: saveFrequency is \(count) batches, not at least 1")
    }
    self.path = path
    self.saveFrequency = saveFrequency
    self.deletesBackup = deletesBackup
  }

  /// Backing up changes nothing in a run.
  public var configuration: String? { "" }

  /// Whether the state is saved after this many batches of all epochs.
  func isDue(afterBatches count: Int) -> Bool {
    if case .batches(let interval) = saveFrequency { count % interval == 0 } else { false }
  }
}
