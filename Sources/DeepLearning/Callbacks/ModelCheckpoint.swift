/// Saves the weights after each epoch, or after those that improve a value, as `keras.callbacks.ModelCheckpoint`.
///
/// The file's format is that of `model.saveWeights(to:)`; `model.loadWeights(from:)` reads it. It is replaced as a whole.
public struct ModelCheckpoint: Callback {
  /// The file.
  public let path: String
  /// Whether only improvements are saved.
  public let saveBestOnly: Bool
  public private(set) var writtenFile: String?
  private let initialValueThreshold: Double?
  private var monitoring: Monitor

  /// - Parameters:
  ///   - path: the file that is written.
  ///   - monitor: the name of a loss or metric, such as val_loss.
  ///   - saveBestOnly: whether only an epoch better than all before it is saved.
  ///   - mode: whether less or more is better.
  ///   - initialValueThreshold: what the first value has to beat to be saved, if `saveBestOnly`.
  public init(
    _ path: String, monitor: String = "val_loss", saveBestOnly: Bool = false, mode: MonitorMode = .auto,
    initialValueThreshold: Double? = nil
  ) {
    self.path = path
    self.saveBestOnly = saveBestOnly
    self.initialValueThreshold = initialValueThreshold
    monitoring = Monitor(name: monitor, mode: mode, best: initialValueThreshold)
  }

  public var monitor: String? { saveBestOnly ? monitoring.name : nil }

  /// The path is no part of it: a recalled run writes its file wherever it is asked for.
  public var configuration: String? {
    guard saveBestOnly else { return "ModelCheckpoint" }
    let threshold = initialValueThreshold.map { "\($0)" } ?? "none"
    return "ModelCheckpoint saveBestOnly \(monitoring.configuration) initialValueThreshold=\(threshold)"
  }

  public mutating func epochEnded(_ state: inout TrainingState) throws {
    guard try !saveBestOnly || monitoring.improves(in: state) else { return }
    try state.model.saveWeights(to: path)
    writtenFile = path
  }

  public mutating func recalled(file: [UInt8]) throws {
    try WeightFile.write(file, to: path)
    writtenFile = path
  }

  public var memory: CallbackMemory? {
    var memory = CallbackMemory()
    memory.numbers["best"] = monitoring.best
    memory[count: "files"] = writtenFile == nil ? 0 : 1
    return memory
  }

  public mutating func restore(_ memory: CallbackMemory) {
    monitoring.best = memory.numbers["best"]
    writtenFile = memory[count: "files"] == 0 ? nil : path
  }
}
