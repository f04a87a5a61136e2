import Foundation

/// Photographs of cats and dogs in the three parts of the book.
///
/// A folder that has the parts already is used as it is. Otherwise the numbers in the names decide, as in F. Chollet,
/// "Deep Learning with Python", 2nd ed., section 8.2: of each class 0 to 999 are for training, 1,000 to 1,499 for
/// validation and 1,500 to 2,499 for test.
public struct CatsAndDogs: Sendable {
  /// An image and its class.
  public struct Example: Hashable, Sendable {
    /// Path of the file on the disk.
    public var path: String
    /// 0 for a cat, 1 for a dog.
    public var label: Int
  }

  /// Names by label.
  public static let classNames = ["cat", "dog"]

  /// Cats first, each class in the order of its numbers.
  public private(set) var train: [Example] = []
  public private(set) var validation: [Example] = []
  /// Empty where a folder with parts has no test.
  public private(set) var test: [Example] = []
  /// Files that are there but not used, because they cannot be images.
  public private(set) var oddities: [OddFile] = []
  /// Images without a part in the split.
  public private(set) var unusedCount = 0

  /// Sorts the files of a tree.
  /// - Throws: `DatasetError` if a class or the part for training is missing.
  package init(_ manifest: Manifest, in folder: String) throws(DatasetError) {
    let all = manifest.entries.compactMap { entry in Place(entry.path).map { (entry: entry, place: $0) } }
    let isSplit = all.contains { $0.place.part != nil }
    for (entry, place) in all.sorted(by: { $0.place < $1.place }) {
      if let oddity = OddFile(entry) {
        oddities.append(oddity)
      } else {
        add(
          Example(path: "\(folder)/\(entry.path)", label: place.label),
          to: isSplit ? place.part : Part(index: place.index))
      }
    }
    guard Set(train.map(\.label)).count == 2 else { throw FolderLayout.catsAndDogs.refusal(folder, manifest) }
  }

  private mutating func add(_ example: Example, to part: Part?) {
    switch part {
    case .train: train.append(example)
    case .validation: validation.append(example)
    case .test: test.append(example)
    case nil: unusedCount += 1
    }
  }

  var survey: Survey {
    let parts = [("train", train), ("validation", validation), ("test", test)]
    var lines = parts.map { name, part in
      let dogs = part.count { $0.label == 1 }
      return "\(name): \(part.count - dogs) cats, \(dogs) dogs"
    }
    if unusedCount > 0 { lines.append("\(unusedCount) more images are in no part") }
    return Survey(
      examples: train.count + validation.count + test.count, lines: lines, oddities: oddities)
  }
}

extension CatsAndDogs {
  enum Part: String {
    case train, validation, test

    /// The book's part of an image by its number in the whole data set.
    init?(index: Int) {
      switch index {
      case 0..<1_000: self = .train
      case 1_000..<1_500: self = .validation
      case 1_500..<2_500: self = .test
      default: return nil
      }
    }
  }

  /// What a path says about an image.
  struct Place: Comparable {
    var part: Part?
    var label: Int
    var index: Int
    var path: String

    /// Reads `train/cats/cat.7.jpg`, `PetImages/Cat/7.jpg` or `cat.7.jpg`; nil for anything else.
    init?(_ path: String) {
      let parts = path.split(separator: "/").map { $0.lowercased() }
      guard let name = parts.last, ImageFormats.isImage(name) else { return nil }
      let stem = name.split(separator: ".").dropLast()
      let digits = (stem.last ?? "").reversed().prefix { $0.isASCII && $0.isNumber }
      guard let index = Int(String(digits.reversed())) else { return nil }
      let folders = parts.dropLast()
      let ofFolder = folders.last.flatMap(Self.label)
      guard let label = ofFolder ?? stem.first.flatMap({ Self.label(String($0)) }) else { return nil }
      (self.label, self.index, self.path) = (label, index, path)
      part = ofFolder == nil ? nil : folders.dropLast().last.flatMap(Part.init)
    }

    private static func label(_ name: String) -> Int? {
      classNames.firstIndex { name == $0 || name == $0 + "s" }
    }

    static func < (a: Place, b: Place) -> Bool { (a.label, a.index, a.path) < (b.label, b.index, b.path) }
  }
}
