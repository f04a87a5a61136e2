// Datasets: which data sets exist, where they come from, and the folder that keeps them.
//
// 1. The `Catalogue` lists data sets as values: editions, files with sizes and checksums, places that have them.
// 2. A `DataStore` is the folder: what is present, whether it is intact, and `fetch` for what is missing.
// 3. `DataEnvironment.open` gives a loader the verified content of an edition that is present; it never downloads,
//    starts no process and no thread.
// 4. What was opened stands in the `DataLog`, so that results can be tied to the data they came from.

/// A collection of examples, or a network's weights, that chapters know by its name, such as `mnist`.
public struct Dataset: Sendable {
  /// The name in commands and configuration.
  public var name: String
  /// The name for people, such as `MNIST handwritten digits`.
  public var title: String
  /// Terms of use, in one sentence.
  public var licence: String
  /// What can be had of it, the fullest first.
  public var editions: [DatasetEdition]
  /// The name of another data set that serves where no place has this one.
  public var substitute: String?

  public init(name: String, title: String, licence: String, editions: [DatasetEdition], substitute: String? = nil) {
    self.name = name
    self.title = title
    self.licence = licence
    self.editions = editions
    self.substitute = substitute
  }

  /// The edition of that kind, if the data set has one.
  public func edition(_ kind: Edition) -> DatasetEdition? {
    editions.first { $0.kind == kind }
  }

  /// The editions this data set has, in the order in which somebody who asked for `kind` wants them.
  public func editions(preferring kind: Edition) -> [DatasetEdition] {
    kind.preference.compactMap(edition)
  }
}

/// How much of a data set: all of it, or a smaller part of the same real data.
public enum Edition: String, Codable, CaseIterable, Sendable, CustomStringConvertible {
  case full
  case sample

  public var description: String { rawValue }

  /// This edition first, then the others.
  public var preference: [Edition] { [self] + Edition.allCases.filter { $0 != self } }
}

/// One edition: its files and the places that have them, or a tree of files.
public struct DatasetEdition: Sendable {
  public var kind: Edition
  /// Number of examples: images, for a data set of images; nil for weights.
  public var examples: Int?
  public var files: [DataFile]
  /// Where to get the files, in the order to try.
  public var places: [Place]
  /// For an edition that is a folder with folders of files; it has no `files` and `places` then.
  public var tree: TreeContent?

  public init(_ kind: Edition, examples: Int?, files: [DataFile], places: [Place]) {
    self.kind = kind
    self.examples = examples
    self.files = files
    self.places = places
  }

  /// An edition that is a tree of files.
  public init(_ kind: Edition, examples: Int?, tree: TreeContent) {
    self.init(kind, examples: examples, files: [], places: [])
    self.tree = tree
  }

  /// Bytes of all files together; of a tree, what the first place has to send.
  public var bytes: Int { tree?.places.first?.bytes ?? files.map(\.bytes).reduce(0, +) }

  /// The places in the order to try, in words.
  public var placeNames: [String] { tree?.places.map(\.description) ?? places.map(\.description) }

  /// What identifies the content: the SHA-256 of the files' names and checksums. That of a tree stands in its manifest.
  public var fingerprint: String {
    let lines = files.map { "\($0.name) \($0.checksum)\n" }.joined()
    return Checksum.Algorithm.sha256.digest(of: Array(lines.utf8))
  }
}

/// One file of an edition, as it is stored: compressed files stay compressed.
public struct DataFile: Sendable {
  public var name: String
  public var bytes: Int
  public var checksum: Checksum

  public init(_ name: String, bytes: Int, _ checksum: Checksum) {
    self.name = name
    self.bytes = bytes
    self.checksum = checksum
  }
}
