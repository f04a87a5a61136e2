import Foundation

/// Whether an edition is in the folder.
public struct EditionStatus: Sendable {
  public enum State: Equatable, Sendable {
    case absent
    /// A download was interrupted; the next one goes on from there.
    case partial(bytes: Int)
    case present
  }

  public var dataset: Dataset
  public var edition: DatasetEdition
  public var state: State
  /// Where its files lie or would lie.
  public var folder: URL
  /// Whether that is a folder of the user's, which was registered.
  public var isRegistered: Bool
}

/// What `verify` found out about one file.
public struct FileReport: Sendable {
  public var dataset: String
  public var edition: Edition
  public var path: String
  /// What is wrong with it; nil if it is what the catalogue says.
  public var problem: String?
}

extension DataStore {
  /// The state of every edition of every data set.
  public func status() -> [EditionStatus] {
    catalogue.datasets.flatMap(status)
  }

  /// The state of the editions of one data set.
  public func status(of name: String) throws(DatasetError) -> [EditionStatus] {
    status(of: try catalogue.dataset(name))
  }

  private func status(of dataset: Dataset) -> [EditionStatus] {
    dataset.editions.map { edition in
      EditionStatus(
        dataset: dataset, edition: edition, state: state(of: dataset, edition), folder: folder(of: dataset, edition),
        isRegistered: storedManifest(of: dataset, edition)?.registeredFolder.isEmpty == false)
    }
  }

  private func state(of dataset: Dataset, _ edition: DatasetEdition) -> EditionStatus.State {
    if isPresent(dataset, edition) { return .present }
    let staging = edition.tree == nil ? Staging(folder: folder(of: dataset, edition)) : downloads(of: dataset, edition)
    let folder = staging.folder
    let bytes = edition.downloads.map { file in
      max(staging.size(of: folder.appendingPathComponent(file.name)), staging.size(of: staging.part(of: file)))
    }.reduce(0, +)
    return bytes == 0 ? .absent : .partial(bytes: bytes)
  }

  /// Compares the content of every file in the folder with the catalogue.
  public func verify() -> [FileReport] {
    catalogue.datasets.flatMap { dataset in
      dataset.editions.flatMap { edition in
        edition.files.compactMap { report($0, of: dataset, edition) } + treeReports(of: dataset, edition)
      }
    }
  }

  /// One line a damaged file, or one for the whole folder. Every file is read.
  private func treeReports(of dataset: Dataset, _ edition: DatasetEdition) -> [FileReport] {
    guard let tree = edition.tree, let manifest = storedManifest(of: dataset, edition) else { return [] }
    let folder = folder(of: dataset, edition)
    let now = (try? FileTree(folder: folder, layout: tree.layout).entries()) ?? []
    let digests = Dictionary(now.map { ($0.path, $0.digest) }) { first, _ in first }
    let damaged = manifest.entries.filter { digests[$0.path] != $0.digest }
    func report(_ url: URL, _ problem: String?) -> FileReport {
      FileReport(dataset: dataset.name, edition: edition.kind, path: url.path, problem: problem)
    }
    if damaged.isEmpty { return [report(folder, nil)] }
    return damaged.map { entry in
      report(
        folder.appendingPathComponent(entry.path),
        digests[entry.path] == nil ? "it is missing" : "its content is not what it was when it came")
    }
  }

  private func report(_ file: DataFile, of dataset: Dataset, _ edition: DatasetEdition) -> FileReport? {
    let url = folder(of: dataset, edition).appendingPathComponent(file.name)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return FileReport(dataset: dataset.name, edition: edition.kind, path: url.path, problem: problem(of: url, file))
  }

  private func problem(of url: URL, _ file: DataFile) -> String? {
    do {
      let actual = try file.checksum.actual(ofFile: url)
      return actual == file.checksum ? nil : "its checksum is \(actual) and has to be \(file.checksum)"
    } catch {
      return "it cannot be read (\(error.localizedDescription))"
    }
  }
}

extension DatasetEdition {
  /// The files that are downloaded: archives, for a tree.
  fileprivate var downloads: [DataFile] {
    guard let tree else { return files }
    return tree.places.flatMap { place in
      if case .web(let archives) = place { archives.archives } else { [DataFile]() }
    }
  }
}
