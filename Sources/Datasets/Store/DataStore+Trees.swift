internal import Archives
import Foundation

/// How a tree of files stands to its manifest.
enum TreeState {
  case absent
  /// Files are missing or have another content; the first of them.
  case damaged(path: String)
  case present(Manifest)

  var manifest: Manifest? {
    if case .present(let manifest) = self { manifest } else { nil }
  }
}

extension DataStore {
  /// The manifest stands beside the folder, `pets/full.manifest`, so that a folder holds nothing but the data.
  func manifestFile(of dataset: Dataset, _ edition: DatasetEdition) -> URL {
    ownFolder(of: dataset, edition).appendingPathExtension("manifest")
  }

  /// Where archives of a tree are collected.
  func downloads(of dataset: Dataset, _ edition: DatasetEdition) -> Staging {
    Staging(folder: ownFolder(of: dataset, edition).appendingPathExtension("download"))
  }

  func storedManifest(of dataset: Dataset, _ edition: DatasetEdition) -> Manifest? {
    guard edition.tree != nil else { return nil }
    return ManifestCache.shared.manifest(at: manifestFile(of: dataset, edition).path)
  }

  /// Looks at size and time of every file; contents are read only where one of them has changed.
  ///
  /// A registered folder that has changed is taken as it is now, and has another fingerprint. The store's own trees do not
  /// change: there it is damage.
  func treeState(of dataset: Dataset, _ edition: DatasetEdition) -> TreeState {
    guard let tree = edition.tree, let manifest = storedManifest(of: dataset, edition), tree.isCurrent(manifest) else {
      return .absent
    }
    let files = FileTree(folder: folder(of: dataset, edition), layout: tree.layout)
    let isOwn = manifest.registeredFolder.isEmpty
    var isSame = true
    for entry in manifest.entries {
      let stamp = files.stamp(of: entry.path)
      if isOwn, stamp?.bytes != entry.bytes {
        return .damaged(path: files.folder.appendingPathComponent(entry.path).path)
      }
      isSame = isSame && stamp == FileTree.Stamp(bytes: entry.bytes, modified: entry.modified)
    }
    if isSame, isOwn || files.holdsOnly(Set(manifest.entries.map(\.path))) { return .present(manifest) }
    return refreshed(manifest, files, to: manifestFile(of: dataset, edition))
  }

  /// Reads what has changed and keeps the new manifest if that is possible.
  private func refreshed(_ manifest: Manifest, _ files: FileTree, to file: URL) -> TreeState {
    guard let entries = try? files.entries(known: manifest.entries), !entries.isEmpty else {
      return .damaged(path: files.folder.path)
    }
    var now = manifest
    now.entries = entries
    now.examples = (try? files.layout.survey(now, in: files.folder.path).examples) ?? 0
    guard !manifest.registeredFolder.isEmpty || now.fingerprint == manifest.fingerprint else {
      let changed = zip(manifest.entries, entries).first { $0.path != $1.path || $0.digest != $1.digest }
      return .damaged(path: files.folder.appendingPathComponent(changed?.0.path ?? "").path)
    }
    try? Data(now.text.utf8).write(to: file, options: .atomic)
    return .present(now)
  }

  /// Brings a tree from one place.
  /// - Throws: `Unavailable` if what the place gave is damaged or of another layout.
  func bring(
    _ tree: TreeContent, _ edition: DatasetEdition, of dataset: Dataset, from place: TreePlace,
    progress: (FetchEvent) -> Void
  ) throws {
    let refusal = { (error: DatasetError) in Unavailable(error.message) }
    _ = try install(edition, of: dataset, from: place.description, refusal: refusal) { folder in
      let downloads = downloads(of: dataset, edition)
      try FileManager.default.createDirectory(at: downloads.folder, withIntermediateDirectories: true)
      try place.bring(tree.layout, into: folder, downloads: downloads, progress: progress)
      downloads.remove(downloads.folder)
    }
  }

  /// Fills a new folder and puts it into place at once, with its manifest; what is left of an interrupted attempt goes.
  ///
  /// - Parameter refusal: what is thrown if what `fill` brought cannot be used.
  func install(
    _ edition: DatasetEdition, of dataset: Dataset, from origin: String,
    refusal: (DatasetError) -> any Error = { $0 }, fill: (URL) throws -> Void
  ) throws -> (Manifest, Survey) {
    guard let tree = edition.tree else { throw DatasetError(dataset.name, "it is not a tree of files") }
    let target = ownFolder(of: dataset, edition)
    let draft = target.appendingPathExtension("draft")
    let manager = FileManager.default
    try? manager.removeItem(at: draft)
    defer { try? manager.removeItem(at: draft) }
    try manager.createDirectory(at: draft, withIntermediateDirectories: true)
    try fill(draft)
    let (manifest, survey): (Manifest, Survey)
    do {
      (manifest, survey) = try described(draft, tree.layout, from: origin)
    } catch {
      throw refusal(error)
    }
    try? manager.removeItem(at: manifestFile(of: dataset, edition))
    try? manager.removeItem(at: target)
    try manager.moveItem(at: draft, to: target)
    try Data(manifest.text.utf8).write(to: manifestFile(of: dataset, edition), options: .atomic)
    return (manifest, survey)
  }

  private func described(
    _ folder: URL, _ layout: FolderLayout, from origin: String
  ) throws(DatasetError) -> (Manifest, Survey) {
    var manifest = Manifest(origin: origin, entries: try FileTree(folder: folder, layout: layout).entries())
    let survey = try layout.survey(manifest, in: folder.path)
    manifest.examples = survey.examples
    return (manifest, survey)
  }
}
