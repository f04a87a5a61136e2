import Foundation

/// The folder that keeps data sets: `FOLDER/mnist/full/train-images-idx3-ubyte.gz`.
public struct DataStore: Sendable {
  public let folder: URL
  public let catalogue: Catalogue

  public init(folder: URL = DataStore.defaultFolder, catalogue: Catalogue = .standard) {
    self.folder = folder
    self.catalogue = catalogue
  }

  /// `$QUIRE_DATA`, else `quire` in the user's folder of caches.
  public static var defaultFolder: URL {
    defaultFolder(
      environment: ProcessInfo.processInfo.environment, home: FileManager.default.homeDirectoryForCurrentUser)
  }

  package static func defaultFolder(environment: [String: String], home: URL) -> URL {
    func folder(_ variable: String) -> URL? {
      environment[variable].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0, isDirectory: true) }
    }
    if let chosen = folder("QUIRE_DATA") { return chosen }
    #if os(macOS)
      let caches = home.appendingPathComponent("Library/Caches")
    #else
      let caches = folder("XDG_CACHE_HOME") ?? home.appendingPathComponent(".cache")
    #endif
    return caches.appendingPathComponent("quire", isDirectory: true)
  }

  /// The folder of one edition's files: one of the store's, or the user's that was registered.
  public func folder(of dataset: Dataset, _ edition: DatasetEdition) -> URL {
    let registered = storedManifest(of: dataset, edition)?.registeredFolder ?? ""
    return registered.isEmpty ? ownFolder(of: dataset, edition) : URL(filePath: registered, directoryHint: .isDirectory)
  }

  /// The store's own folder for one edition's files.
  func ownFolder(of dataset: Dataset, _ edition: DatasetEdition) -> URL {
    folder.appendingPathComponent(dataset.name).appendingPathComponent(edition.kind.rawValue)
  }

  /// Whether every file of an edition lies there with its size. `verify` looks at the content.
  public func isPresent(_ dataset: Dataset, _ edition: DatasetEdition) -> Bool {
    if edition.tree != nil { return treeState(of: dataset, edition).manifest != nil }
    return missing(of: dataset, edition).isEmpty
  }

  /// The files that are not there, or not with their size.
  func missing(of dataset: Dataset, _ edition: DatasetEdition) -> [DataFile] {
    let folder = folder(of: dataset, edition)
    let staging = Staging(folder: folder)
    return edition.files.filter { staging.size(of: folder.appendingPathComponent($0.name)) != $0.bytes }
  }

  /// The files that are not there, or not with their content.
  func missingOrDamaged(of dataset: Dataset, _ edition: DatasetEdition) -> [DataFile] {
    let folder = folder(of: dataset, edition)
    return edition.files.filter { file in
      (try? file.checksum.actual(ofFile: folder.appendingPathComponent(file.name))) != file.checksum
    }
  }

  /// The edition of a data set that a reader who prefers `kind` gets without downloading anything; nil if none is there.
  public func present(_ name: String, preferring kind: Edition = .full) throws(DatasetError) -> Edition? {
    let dataset = try catalogue.dataset(name)
    return dataset.editions(preferring: kind).first { isPresent(dataset, $0) }?.kind
  }

  /// The data set, of those that serve for `name`, and its edition that a reader who prefers `kind` gets without downloading
  /// anything; nil if none is there.
  public func presentCandidate(
    for name: String, preferring kind: Edition = .full
  ) throws(DatasetError) -> (dataset: String, edition: Edition)? {
    for dataset in try catalogue.candidates(for: name) {
      if let edition = try present(dataset.name, preferring: kind) { return (dataset.name, edition) }
    }
    return nil
  }

  /// What identifies the content of `name/edition` as it is in this folder; nil if it is not present.
  ///
  /// Equal to the fingerprint in the `DataLog`: loaders refuse files whose content is not that of the catalogue,
  /// and a tree has the fingerprint of its contents.
  public func fingerprint(of reference: String) -> String? {
    let parts = reference.split(separator: "/").map(String.init)
    guard parts.count == 2, let kind = Edition(rawValue: parts[1]), let dataset = try? catalogue.dataset(parts[0]),
      let edition = dataset.edition(kind)
    else { return nil }
    if edition.tree != nil { return treeState(of: dataset, edition).manifest?.fingerprint }
    return isPresent(dataset, edition) ? edition.fingerprint : nil
  }
}
