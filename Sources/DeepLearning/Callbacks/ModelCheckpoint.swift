/// Saves the weights after each epoch, or after those that improve a value, as `keras.callbacks.ModelCheckpoint`.
///
/// The file is in safetensors format; `model.loadWeights(from:)` reads it. It is replaced as a whole.
public struct ModelCheckpoint: Callback {
  /// The file.
  public let path: String
  /// Whether only improvements are saved.
  public let saveBestOnly: Bool
  public private(set) var writtenFile: String?
  private var monitoring: Monitor

  /// - Parameters:
  ///   - path: the file that is written.
  ///   - mode: whether less or more is better.
  public init(_ path: String, monitor: String = "val_loss", saveBestOnly: Bool = false, mode: MonitorMode = .auto) {
    self.path = path
    self.saveBestOnly = saveBestOnly
    monitoring = Monitor(name: monitor, mode: mode)
  }

  public var monitor: String? { saveBestOnly ? monitoring.name : nil }

  /// The path is no part of it: a recalled run writes its file wherever it is asked for.
  public var configuration: String? {
    "ModelCheckpoint saveBestOnly=\(saveBestOnly)" + (saveBestOnly ? " " + monitoring.configuration : "")
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
}
