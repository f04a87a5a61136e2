/// Writes each epoch's values as a line of a table of comma-separated values, as `keras.callbacks.CSVLogger`.
///
/// As in Keras the epochs count from 0, the names are sorted, lines end in CR LF, and without validation the columns of its
/// values hold `NA`. The file is replaced as a whole after each epoch.
public struct CSVLogger: Callback {
  /// The file.
  public let path: String
  /// What stands between two values.
  public let separator: String
  /// Whether lines are added to a file that exists, rather than it being replaced. Such a run is never remembered.
  public let append: Bool
  public private(set) var writtenFile: String?
  private var columns: [String] = []
  private var text = ""

  /// - Parameters:
  ///   - path: the file that is written.
  ///   - separator: what stands between two values.
  ///   - append: whether lines are added to a file that is there, instead of replacing it.
  public init(_ path: String, separator: String = ",", append: Bool = false) {
    self.path = path
    self.separator = separator
    self.append = append
  }

  /// The path is no part of it: a recalled run writes its file wherever it is asked for.
  public var configuration: String? { append ? nil : "CSVLogger separator=\(separator)" }

  public mutating func trainingBegan(_ state: inout TrainingState) throws {
    text = append && WeightFile.exists(path) ? String(decoding: try WeightFile.read(path), as: UTF8.self) : ""
    try write()
  }

  public mutating func epochEnded(_ state: inout TrainingState) throws {
    if columns.isEmpty { begin(state.values.names.sorted()) }
    let values = Dictionary(uniqueKeysWithValues: state.values.entries.map { ($0.name, "\($0.value)") })
    add(["\(state.epoch - 1)"] + columns.map { values[$0] ?? "NA" })
    try write()
  }

  private mutating func begin(_ names: [String]) {
    let isValidated = names.contains { $0.hasPrefix("val_") }
    columns = isValidated ? names : names + names.map { "val_" + $0 }
    if text.isEmpty { add(["epoch"] + columns) }
  }

  private mutating func add(_ fields: [String]) {
    text += fields.map(quoted).joined(separator: separator) + "\r\n"
  }

  /// The field, in quotation marks where it holds what separates fields (RFC 4180).
  private func quoted(_ field: String) -> String {
    guard field.contains(separator) || field.contains(where: { $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private mutating func write() throws {
    try WeightFile.write(Array(text.utf8), to: path)
    writtenFile = path
  }

  public mutating func recalled(file: [UInt8]) throws {
    text = String(decoding: file, as: UTF8.self)
    try write()
  }

  public var memory: CallbackMemory? {
    var memory = CallbackMemory()
    memory.texts = ["text": text, "columns": columns.joined(separator: "\n")]
    return memory
  }

  public mutating func restore(_ memory: CallbackMemory) throws {
    text = memory.texts["text"] ?? ""
    columns = (memory.texts["columns"] ?? "").split(separator: "\n").map(String.init)
    try write()
  }
}
