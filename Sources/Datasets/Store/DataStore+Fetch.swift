import Foundation

/// What happens while a data set is fetched, for whoever shows it.
public enum FetchEvent: Sendable, CustomStringConvertible {
  /// Another process is fetching this data set; this one waits for it.
  case waiting(dataset: String)
  /// A file was there, but not with the content that the catalogue says.
  case damaged(path: String)
  case began(dataset: String, edition: Edition, place: String)
  /// Bytes of the edition that are here.
  case received(bytes: Int, of: Int)
  /// Files that came out of an archive so far.
  case unpacked(files: Int)
  /// Images that were painted so far.
  case painted(Count)
  case failed(PlaceFailure)

  /// So many of so many.
  public struct Count: Equatable, Sendable {
    public var done: Int
    public var total: Int
  }

  /// Whether it only says how far a fetch has come, so that one line can be shown in place of another.
  public var isProgress: Bool {
    switch self {
    case .received, .unpacked, .painted: true
    case .waiting, .damaged, .began, .failed: false
    }
  }

  public var description: String {
    switch self {
    case .waiting(let dataset): "\(dataset): waiting for another fetch"
    case .damaged(let path): "\(path): the file is damaged and has to be fetched again"
    case .began(let dataset, let edition, let place): "\(dataset) (\(edition)): from \(place)"
    case .received(let bytes, let total): String(format: "%.1f of %.1f MB", Double(bytes) / 1e6, Double(total) / 1e6)
    case .unpacked(let files): "\(files) files unpacked"
    case .painted(let count): "\(count.done) of \(count.total) images painted"
    case .failed(let failure): failure.description
    }
  }
}

/// A place that could not be used, and why.
public struct PlaceFailure: Equatable, Sendable, CustomStringConvertible {
  public var edition: Edition
  public var place: String
  public var reason: String

  public var description: String { "\(edition) edition, \(place): \(reason)" }
}

/// How a fetch ended.
public struct Fetched: Sendable {
  /// The data set that is present now: the one asked for, or one that serves in its place.
  public var dataset: String
  /// The edition that is present now.
  public var edition: Edition
  /// Whether it was there before, so that nothing was downloaded.
  public var wasPresent: Bool
  /// The places that were tried in vain before.
  public var failures: [PlaceFailure]
}

extension DataStore {
  /// Makes sure that a data set is present, downloading only if no edition of it is.
  ///
  /// For building a book: a sample that is there serves, without asking again and again for the full edition.
  public func ensure(
    _ name: String, preferring kind: Edition = .full, progress: (FetchEvent) -> Void = { _ in }
  ) throws -> Fetched {
    if let found = try presentCandidate(for: name, preferring: kind) {
      return Fetched(dataset: found.dataset, edition: found.edition, wasPresent: true, failures: [])
    }
    return try fetch(name, preferring: kind, progress: progress)
  }

  /// Gets the first edition, in the order of preference, that is present or can be downloaded.
  ///
  /// - Parameter progress: called on this thread with what happens.
  /// - Throws: `DatasetError` if no place could be used (all of them with their reasons): none of what places gave that the
  ///   catalogue does not know is kept.
  public func fetch(
    _ name: String, preferring kind: Edition = .full, progress: (FetchEvent) -> Void = { _ in }
  ) throws -> Fetched {
    try fetch(name, anyOf: kind.preference, progress: progress)
  }

  /// Gets the first of some editions that is present or can be downloaded, of this data set or of one that serves in its
  /// place. Files that are damaged are fetched again.
  public func fetch(
    _ name: String, anyOf kinds: [Edition], progress: (FetchEvent) -> Void = { _ in }
  ) throws -> Fetched {
    var failures: [PlaceFailure] = []
    for dataset in try catalogue.candidates(for: name) {
      if let fetched = try fetch(dataset, anyOf: kinds, failures: &failures, progress: progress) { return fetched }
    }
    throw DatasetError(
      name, "the data set could not be fetched:" + failures.map { "\n  - \($0)" }.joined(),
      hint: "with a network connection, run `quire data fetch \(name)`; or put the files into \(folder.path)/\(name)")
  }

  /// Gets the first of some editions of one data set; nil if no place could be used.
  private func fetch(
    _ dataset: Dataset, anyOf kinds: [Edition], failures: inout [PlaceFailure], progress: (FetchEvent) -> Void
  ) throws -> Fetched? {
    let name = dataset.name
    let lock = try FetchLock(in: folder.appendingPathComponent(name)) { progress(.waiting(dataset: name)) }
    defer { lock.release() }
    for edition in kinds.compactMap(dataset.edition) {
      let wasPresent =
        edition.tree == nil
        ? missingOrDamaged(of: dataset, edition).isEmpty : treeState(of: dataset, edition).manifest != nil
      if try wasPresent || download(edition, of: dataset, failures: &failures, progress: progress) {
        return Fetched(dataset: name, edition: edition.kind, wasPresent: wasPresent, failures: failures)
      }
    }
    return nil
  }

  /// Tries the places of an edition in turn; false if none could be used.
  private func download(
    _ edition: DatasetEdition, of dataset: Dataset, failures: inout [PlaceFailure], progress: (FetchEvent) -> Void
  ) throws -> Bool {
    for path in damaged(of: dataset, edition) { progress(.damaged(path: path)) }
    let attempt = Attempt(dataset: dataset.name, edition: edition.kind)
    if let tree = edition.tree {
      return try attempt.first(of: tree.places, failures: &failures, progress: progress) { place in
        try bring(tree, edition, of: dataset, from: place, progress: progress)
      }
    }
    return try attempt.first(of: edition.places, failures: &failures, progress: progress) { place in
      try bring(edition, of: dataset, from: place, progress: progress)
    }
  }

  /// Paths of what is there, but not with its content.
  private func damaged(of dataset: Dataset, _ edition: DatasetEdition) -> [String] {
    if edition.tree != nil {
      if case .damaged(let path) = treeState(of: dataset, edition) { [path] } else { [] }
    } else {
      missingOrDamaged(of: dataset, edition).map { folder(of: dataset, edition).appendingPathComponent($0.name).path }
        .filter(FileManager.default.fileExists)
    }
  }

  private func bring(
    _ edition: DatasetEdition, of dataset: Dataset, from place: Place, progress: (FetchEvent) -> Void
  ) throws {
    let staging = Staging(folder: folder(of: dataset, edition))
    try FileManager.default.createDirectory(at: staging.folder, withIntermediateDirectories: true)
    let missing = missingOrDamaged(of: dataset, edition)
    let before = edition.bytes - missing.map(\.bytes).reduce(0, +)
    try place.bring(missing, to: staging) { progress(.received(bytes: before + $0, of: edition.bytes)) }
    progress(.received(bytes: edition.bytes, of: edition.bytes))
  }
}

/// Getting one edition from one place after the other.
private struct Attempt {
  let dataset: String
  let edition: Edition

  /// Tries places until one can be used; false if none can.
  func first<Place: CustomStringConvertible>(
    of places: [Place], failures: inout [PlaceFailure], progress: (FetchEvent) -> Void, bring: (Place) throws -> Void
  ) throws -> Bool {
    for place in places {
      progress(.began(dataset: dataset, edition: edition, place: place.description))
      do {
        try bring(place)
        return true
      } catch let unavailable as Unavailable {
        let failure = PlaceFailure(edition: edition, place: place.description, reason: unavailable.reason)
        failures.append(failure)
        progress(.failed(failure))
      }
    }
    return false
  }
}
