import Foundation

/// What a loader needs to know of its surroundings: the folder of data sets and the editions that were chosen.
///
/// The default serves a plain program: the user's data folder, and of each data set the fullest edition present.
public struct DataEnvironment: Sendable {
  public var store: DataStore
  /// Name of a data set to the edition to use, `full` or `sample`.
  public var editions: [String: String]

  public init(store: DataStore = DataStore(), editions: [String: String] = [:]) {
    self.store = store
    self.editions = editions
  }

  /// The surroundings of this process. A kernel sets the editions before it runs the first block; until somebody does,
  /// they come from the environment variable `QUIRE_EDITIONS`, such as `mnist=sample,fashion-mnist=full`.
  public static var current: DataEnvironment {
    get { shared.value }
    set { shared.value = newValue }
  }

  private static let shared = Locked(
    DataEnvironment(editions: editions(in: ProcessInfo.processInfo.environment["QUIRE_EDITIONS"] ?? "")))

  /// Reads a list such as `mnist=sample,fashion-mnist=full`.
  package static func editions(in text: String) -> [String: String] {
    let pairs = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
  }

  /// Opens a data set for reading, or what serves in its place, and notes it in the data log.
  ///
  /// Another data set serves if these surroundings name an edition of it and none of the one asked for, or if it is the first
  /// that is present. The data set that was opened is known by its name.
  /// - Parameter edition: the edition to read; nil leaves the choice to these surroundings.
  /// - Throws: `DatasetError` if it is not present; nothing is downloaded here.
  public func open(_ name: String, edition: Edition? = nil) throws(DatasetError) -> OpenDataset {
    let dataset = try serving(name)
    let chosen = try self.edition(edition, of: dataset)
    if let file = store.missing(of: dataset, chosen).first { throw missing(file, of: dataset, chosen) }
    let tree = try tree(of: dataset, chosen)
    let opened = OpenDataset(dataset: dataset, edition: chosen, tree: tree?.manifest, store: store)
    DataLog.shared.record(
      DataLog.Entry(
        kind: .data, name: "\(dataset.name)/\(chosen.kind)", fingerprint: opened.fingerprint,
        count: tree?.examples ?? chosen.examples))
    return opened
  }

  /// The manifest of a tree that is whole, and the number of its examples; nil for an edition of named files.
  private func tree(
    of dataset: Dataset, _ edition: DatasetEdition
  ) throws(DatasetError) -> (manifest: Manifest, examples: Int)? {
    guard edition.tree != nil else { return nil }
    let folder = store.folder(of: dataset, edition).path
    let hint = DatasetError.fetchHint(dataset.name)
    switch store.treeState(of: dataset, edition) {
    case .present(let manifest): return (manifest, manifest.examples)
    case .absent: throw DatasetError(dataset.name, "the data set is not in \(folder)", hint: hint)
    case .damaged(let path):
      throw DatasetError(
        path, "it is missing or damaged", hint: hint + ", or `quire data add \(dataset.name) FOLDER` with your own")
    }
  }

  /// The data set of this name, or the one that serves in its place.
  private func serving(_ name: String) throws(DatasetError) -> Dataset {
    let candidates = try store.catalogue.candidates(for: name)
    return candidates.first { editions[$0.name] != nil }
      ?? candidates.first { dataset in dataset.editions.contains { store.isPresent(dataset, $0) } }
      ?? candidates[0]
  }

  /// The error for a file that is not there, or is there but has been cut off.
  private func missing(_ file: DataFile, of dataset: Dataset, _ edition: DatasetEdition) -> DatasetError {
    let folder = store.folder(of: dataset, edition)
    let path = folder.appendingPathComponent(file.name)
    let hint = DatasetError.fetchHint(dataset.name)
    guard FileManager.default.fileExists(atPath: path.path) else {
      return DatasetError(dataset.name, "the data set is not in \(folder.path)", hint: hint)
    }
    let bytes = Staging(folder: folder).size(of: path)
    return DatasetError(path.path, "the file is damaged: it has \(bytes) bytes instead of \(file.bytes)", hint: hint)
  }

  /// The edition asked for, else the one configured, else the fullest one present, else the fullest.
  private func edition(_ kind: Edition?, of dataset: Dataset) throws(DatasetError) -> DatasetEdition {
    if let kind { return try store.catalogue.edition(kind, of: dataset.name) }
    if let configured = editions[dataset.name] {
      guard let kind = Edition(rawValue: configured) else {
        throw DatasetError(dataset.name, "`\(configured)` is no edition", hint: "editions are full and sample")
      }
      return try store.catalogue.edition(kind, of: dataset.name)
    }
    let preferred = dataset.editions(preferring: .full)
    guard let edition = preferred.first(where: { store.isPresent(dataset, $0) }) ?? preferred.first else {
      throw DatasetError(dataset.name, "it has no editions")
    }
    return edition
  }
}
