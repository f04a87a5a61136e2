internal import Archives
internal import Foundation
internal import HDF5

/// A `.keras` file taken apart: a zip of the model's configuration and its weights.
struct KerasArchive {
  let config: SettingValue
  let weights: HDF5Group

  /// Bytes of a configuration; those of the largest published models are below a tenth of this.
  private static let largestConfig = 1 << 26
  /// How much larger than the whole zip a member may be. Keras stores its members as they are.
  private static let greatestExpansion = 100

  /// Reads a file.
  ///
  /// - Throws: `DeepLearningError` that names the file and the member that is missing, damaged, too large or there twice, or
  ///   whose path leads out of the archive.
  init(contentsOf path: String) throws(DeepLearningError) {
    var members = try Self.members(of: path)
    guard let config = members.removeValue(forKey: KerasNames.config) else {
      throw Self.missing(KerasNames.config, path)
    }
    guard let weights = members.removeValue(forKey: KerasNames.weights) else {
      throw Self.missing(KerasNames.weights, path)
    }
    guard let value = try? JSONDecoder().decode(SettingValue.self, from: Data(config)) else {
      throw DeepLearningError("\(path): \(KerasNames.config)", "is damaged", expected: "JSON as Keras writes it")
    }
    self.config = value
    self.weights = try TemporaryFile.with(weights) { (temporary) throws(DeepLearningError) in
      try HDF5Group.read(temporary, name: "\(path): \(KerasNames.weights)")
    }
  }

  private static func missing(_ name: String, _ path: String) -> DeepLearningError {
    DeepLearningError(path, "has no \(name)", expected: "a model that Keras 3 or Model.save(to:) wrote")
  }

  /// The members that matter, by name.
  private static func members(of path: String) throws(DeepLearningError) -> [String: [UInt8]] {
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    do throws(ArchiveError) {
      let reader = try ArchiveReader(name: path, .zip)
      try reader.open(file: path)
      guard try ArchiveReader.hasZipEnd(path) else { throw ArchiveError(file: path, problem: "it is cut off") }
      var (members, names): ([String: [UInt8]], Set<String>) = ([:], [])
      while let name = try reader.nextMember() {
        try check(name, isNew: names.insert(name).inserted, path)
        switch name {
        case KerasNames.config: members[name] = try reader.content(limit: largestConfig)
        case KerasNames.weights: members[name] = try reader.content(limit: size * greatestExpansion)
        default: break
        }
      }
      return members
    } catch {
      throw DeepLearningError(error.file, error.problem, expected: "a complete .keras file, which is a zip file")
    }
  }

  private static func check(_ name: String, isNew: Bool, _ path: String) throws(ArchiveError) {
    guard isNew else { throw ArchiveError(file: path, problem: "it holds '\(name)' twice") }
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      throw ArchiveError(file: path, problem: "its member '\(name)' leads out of it")
    }
  }
}

// MARK: - Writing

extension KerasArchive {
  init(config: SettingValue, weights: HDF5Group) {
    self.config = config
    self.weights = weights
  }

  /// Writes a file; an old one of this name is replaced when the new one is whole. Equal models give equal bytes.
  ///
  /// - Throws: `DeepLearningError` that names the file.
  func write(to path: String) throws(DeepLearningError) {
    let weights = try TemporaryFile.bytes { (temporary) throws(DeepLearningError) in
      try self.weights.store(at: temporary)
    }
    let metadata: SettingValue = ["keras_version": .text(KerasNames.version)]
    do throws(ArchiveError) {
      let zip = try ZipWriter(path: path)
      try zip.add(KerasNames.metadata, Array(metadata.description.utf8))
      try zip.add(KerasNames.config, Array(config.description.utf8))
      try zip.add(KerasNames.weights, weights)
      try zip.finish()
    } catch {
      throw DeepLearningError(path, "cannot be written", hint: "does the folder exist, and is there space?")
    }
  }
}

/// A file that is there as long as something is done with it: libhdf5 reads and writes files only.
private enum TemporaryFile {
  /// Calls `body` with the path of a file of this content.
  static func with<Result>(
    _ content: [UInt8], _ body: (String) throws(DeepLearningError) -> Result
  ) throws(DeepLearningError) -> Result {
    let temporary = newPath
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    try WeightFile.write(content, to: temporary)
    return try body(temporary)
  }

  /// The content of the file that `body` writes to the path it is given.
  static func bytes(
    of body: (String) throws(DeepLearningError) -> Void
  ) throws(DeepLearningError) -> [UInt8] {
    let temporary = newPath
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    try body(temporary)
    return try WeightFile.read(temporary)
  }

  private static var newPath: String {
    FileManager.default.temporaryDirectory.appendingPathComponent("quire-\(UUID().uuidString).h5").path
  }
}
