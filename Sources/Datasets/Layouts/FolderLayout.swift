/// How the files of an edition lie in its folder.
public enum FolderLayout: Sendable {
  /// Photographs of cats and dogs, see `CatsAndDogs`.
  case catsAndDogs
  /// Images with a mask each, see `PetsWithTrimaps`.
  case petsWithTrimaps

  /// What somebody has to provide, for messages.
  var expectation: String {
    switch self {
    case .catsAndDogs:
      "PetImages/Cat/0.jpg … and PetImages/Dog/0.jpg …, or cat.0.jpg … and dog.0.jpg …, or folders "
        + "train, validation and test with a folder cat and a folder dog each"
    case .petsWithTrimaps: "images/NAME.jpg and annotations/trimaps/NAME.png"
    }
  }

  /// Whether a file below the folder belongs to the edition.
  func wants(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    guard let name = parts.last, !name.hasPrefix("."), !parts.contains("__MACOSX") else { return false }
    switch self {
    case .catsAndDogs: return CatsAndDogs.Place(path) != nil
    case .petsWithTrimaps: return PetsWithTrimaps.Place(path) != nil
    }
  }

  /// What the files of a tree are, in lines for people.
  /// - Throws: `DatasetError` if this is not the layout.
  func survey(_ manifest: Manifest, in folder: String) throws(DatasetError) -> Survey {
    switch self {
    case .catsAndDogs: try CatsAndDogs(manifest, in: folder).survey
    case .petsWithTrimaps: try PetsWithTrimaps(manifest, in: folder).survey
    }
  }

  /// The error for a folder that has another layout.
  func refusal(_ folder: String, _ manifest: Manifest) -> DatasetError {
    let some = manifest.entries.prefix(3).map(\.path).joined(separator: ", ")
    let found = manifest.entries.isEmpty ? "no image of that kind was found" : "found was \(some) …"
    return DatasetError(folder, "this is not the layout expected; \(found)", hint: "expected are \(expectation)")
  }
}

/// What was found in a folder, for people.
public struct Survey: Equatable, Sendable {
  /// Number of examples that readers get.
  public var examples: Int
  /// Such as `train: 1000 cats, 1000 dogs`.
  public var lines: [String]
  /// Files that are there but not used.
  public var oddities: [OddFile]
}

/// A file that is not used, and why.
public struct OddFile: Hashable, Sendable, CustomStringConvertible {
  /// Below the folder.
  public var path: String
  public var reason: String

  public init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "\(path): \(reason)" }
}

extension OddFile {
  /// Smaller files cannot hold an image: a JPEG of one pixel has more bytes.
  private static var smallestImage: Int { 64 }

  /// Nil for a file that may be an image: decoding shows the rest.
  init?(_ entry: Manifest.Entry) {
    guard entry.bytes < Self.smallestImage else { return nil }
    self.init(entry.path, entry.bytes == 0 ? "it is empty" : "\(entry.bytes) bytes are no image")
  }
}
