import Foundation

/// What `add` registered.
public struct AddedDataset: Sendable {
  public var edition: Edition
  /// Where the files are.
  public var folder: URL
  public var survey: Survey
}

extension DataStore {
  /// Registers a folder that the user has, by reference, or unpacks an archive (zip or tar) that the user has.
  ///
  ///     quire data add dogs-vs-cats ~/Downloads/train.zip
  ///
  /// - Throws: `DatasetError` if there is no such data set, it is not made of a tree of files, or the layout is another one.
  public func add(
    _ name: String, at path: URL, as kind: Edition = .full, progress: (FetchEvent) -> Void = { _ in }
  ) throws -> AddedDataset {
    let (dataset, edition) = (try catalogue.dataset(name), try catalogue.edition(kind, of: name))
    guard let tree = edition.tree else {
      throw DatasetError(
        name, "it consists of single files", hint: "put them into \(folder(of: dataset, edition).path)")
    }
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path.path, isDirectory: &isFolder) else {
      throw DatasetError(path.path, "there is no such file or folder")
    }
    let lock = try FetchLock(in: folder.appendingPathComponent(name)) { progress(.waiting(dataset: name)) }
    defer { lock.release() }
    let survey =
      isFolder.boolValue
      ? try register(path.standardizedFileURL.resolvingSymlinksInPath(), as: edition, tree, of: dataset)
      : try install(edition, of: dataset, from: path.path) { folder in
        try DatasetError.from { try tree.layout.unpack(path, into: folder, progress: progress) }
      }.1
    return AddedDataset(edition: kind, folder: folder(of: dataset, edition), survey: survey)
  }

  private func register(
    _ path: URL, as edition: DatasetEdition, _ tree: TreeContent, of dataset: Dataset
  ) throws -> Survey {
    let entries = try FileTree(folder: path, layout: tree.layout).entries()
    var manifest = Manifest(origin: "a registered folder", registeredFolder: path.path, entries: entries)
    let survey = try tree.layout.survey(manifest, in: path.path)
    manifest.examples = survey.examples
    guard !path.path.contains(where: \.isNewline) else {
      throw DatasetError(path.path.debugDescription, "the name has a line feed in it", hint: "rename the folder")
    }
    try? FileManager.default.removeItem(at: ownFolder(of: dataset, edition))
    try Data(manifest.text.utf8).write(to: manifestFile(of: dataset, edition), options: .atomic)
    return survey
  }

  /// Removes an edition from the store: its files, or only the pointer to a folder of the user's.
  /// - Returns: whether there was anything to remove.
  public func remove(_ name: String, _ kind: Edition) throws -> Bool {
    let (dataset, edition) = (try catalogue.dataset(name), try catalogue.edition(kind, of: name))
    let lock = try FetchLock(in: folder.appendingPathComponent(name)) {}
    defer { lock.release() }
    let places = [
      manifestFile(of: dataset, edition), ownFolder(of: dataset, edition), downloads(of: dataset, edition).folder,
    ]
    let there = places.filter { FileManager.default.fileExists(atPath: $0.path) }
    for place in there { try FileManager.default.removeItem(at: place) }
    return !there.isEmpty
  }
}
