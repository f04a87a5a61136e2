internal import Hashing
internal import Tensors

/// Everything that decides the rest of a run and, where they may be gone by then, the files that callbacks have written, as one file
/// in safetensors format.
struct TrainingBackup {
  /// What is no tensor.
  private struct Record: Codable {
    let identity: RunIdentity
    let position: TrainingPosition
    let snapshot: TrainingSnapshot.Record
    let memories: [Memory]
  }

  private struct Memory: Codable {
    let numbers: [String: Double]
    let texts: [String: String]
  }

  private static let recordKey = "backup"
  private static let digestKey = "sha256"

  let identity: RunIdentity
  let position: TrainingPosition
  let snapshot: TrainingSnapshot
  let memories: [CallbackMemory]
  let files: CallbackFiles

  init(
    identity: RunIdentity, position: TrainingPosition, snapshot: TrainingSnapshot, memories: [CallbackMemory],
    files: CallbackFiles = CallbackFiles()
  ) {
    self.identity = identity
    self.position = position
    self.snapshot = snapshot
    self.memories = memories
    self.files = files
  }

  // MARK: - Writing

  func encoded() throws -> [UInt8] {
    var file = Safetensors()
    snapshot.add(to: &file)
    for (number, memory) in memories.enumerated() {
      for (name, tensor) in memory.tensors { file.arrays[Self.prefix(number) + name] = Safetensors.Array(tensor) }
    }
    files.add(to: &file)
    let record = Record(
      identity: identity, position: position, snapshot: snapshot.record,
      memories: memories.map { Memory(numbers: $0.numbers, texts: $0.texts) })
    file.metadata[Self.recordKey] = try RecordCoding.encoded(record)
    file.metadata[Self.digestKey] = Self.digest(of: file)
    return try file.encoded()
  }

  /// The SHA-256 of record and tensors: a file that was damaged is found out.
  private static func digest(of file: Safetensors) -> String {
    var hash = Hash()
    hash.update((file.metadata[recordKey] ?? "").utf8)
    for (name, array) in file.arrays.sorted(by: { $0.key < $1.key }) {
      hash.update("\(name) \(array.shape) ".utf8)
      hash.update(array.bytes)
    }
    return hash.hexadecimal
  }

  /// What stands before the names of a callback's tensors.
  private static func prefix(_ number: Int) -> String { "callback/\(number)/" }

  // MARK: - Reading

  /// Reads a file.
  ///
  /// - Throws: `DeepLearningError` that names the file when it is damaged, or of another run than `identity`.
  init(_ bytes: [UInt8], of identity: RunIdentity, model: Model, place: String) throws {
    let file = try Safetensors(bytes, place: place)
    let record = try Self.record(of: file, place: place)
    let differences = record.identity.differences(from: identity)
    guard differences.isEmpty else {
      throw DeepLearningError(
        place, "is the backup of another run: it differs in " + differences.joined(separator: ", "),
        expected: "the model, data and arguments of the fit that was interrupted",
        hint: "remove the file to start anew")
    }
    self.identity = record.identity.resumed(in: identity)
    position = record.position
    snapshot = try TrainingSnapshot(record.snapshot, from: file, model: model, place: place)
    memories = record.memories.enumerated().map { number, memory in
      var result = CallbackMemory()
      (result.numbers, result.texts) = (memory.numbers, memory.texts)
      result.tensors = file.tensors(under: Self.prefix(number))
      return result
    }
    files = CallbackFiles(in: file)
  }

  private static func record(of file: Safetensors, place: String) throws(DeepLearningError) -> Record {
    guard file.metadata[digestKey] == digest(of: file),
      let record: Record = try? RecordCoding.decoded(file.metadata[recordKey])
    else {
      throw DeepLearningError(
        place, "is damaged, or no backup of training", expected: "a file as BackupAndRestore wrote it",
        hint: "remove the file to start anew")
    }
    return record
  }
}

extension Safetensors {
  /// The tensors whose names begin with a prefix, under the rest of their names.
  fileprivate func tensors(under prefix: String) -> [String: Tensor<Float>] {
    var result: [String: Tensor<Float>] = [:]
    for (name, array) in arrays where name.hasPrefix(prefix) {
      result[String(name.dropFirst(prefix.count))] = array.tensor
    }
    return result
  }
}
