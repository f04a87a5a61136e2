import Foundation

/// Images of pets with a trimap each: a mask whose values are 1 for the pet, 2 for the background, 3 for the border.
///
/// The layout is that of the Oxford-IIIT Pet data set (O. Parkhi, A. Vedaldi, A. Zisserman, C. V. Jawahar, "Cats and Dogs",
/// CVPR 2012): `images/NAME.jpg` and `annotations/trimaps/NAME.png`.
public struct PetsWithTrimaps: Sendable {
  public struct Pair: Hashable, Sendable {
    /// Such as `Abyssinian_1`.
    public var name: String
    /// Path of the image on the disk.
    public var image: String
    /// Path of its trimap on the disk.
    public var trimap: String
  }

  /// Sorted by name.
  public let pairs: [Pair]
  /// Images without a trimap, trimaps without an image, and files that cannot be images.
  public let oddities: [OddFile]

  /// Pairs kept for validation unless told otherwise: a fifth, at most 1,000.
  public var validationCount: Int { min(pairs.count / 5, 1_000) }

  /// Joins images and trimaps by their names.
  /// - Throws: `DatasetError` if there is no pair.
  package init(_ manifest: Manifest, in folder: String) throws(DatasetError) {
    var (images, trimaps, oddities): ([String: String], [String: String], [OddFile]) = ([:], [:], [])
    for entry in manifest.entries {
      guard let place = Place(entry.path) else { continue }
      if let oddity = OddFile(entry) {
        oddities.append(oddity)
      } else if place.isTrimap {
        trimaps[place.key] = entry.path
      } else {
        images[place.key] = entry.path
      }
    }
    let both = Set(images.keys).intersection(trimaps.keys)
    oddities += images.filter { !both.contains($0.key) }.map { OddFile($0.value, "it has no trimap") }
    oddities += trimaps.filter { !both.contains($0.key) }.map { OddFile($0.value, "it has no image") }
    self.oddities = oddities.sorted { $0.path < $1.path }
    pairs = both.sorted().compactMap { key in
      guard let image = images[key], let trimap = trimaps[key] else { return nil }
      let name = key.split(separator: "/").last.map(String.init) ?? key
      return Pair(name: name, image: "\(folder)/\(image)", trimap: "\(folder)/\(trimap)")
    }
    guard !pairs.isEmpty else { throw FolderLayout.petsWithTrimaps.refusal(folder, manifest) }
  }

  /// Parts the pairs, both sorted by name.
  ///
  /// Kept for validation are those whose hashes of seed and name are the smallest: the choice does not depend on an order,
  /// and a pair more or less changes little else.
  /// - Parameter count: pairs for validation; nil takes `validationCount`.
  public func split(validation count: Int? = nil, seed: UInt64) -> (train: [Pair], validation: [Pair]) {
    let count = min(max(count ?? validationCount, 0), pairs.count)
    let ranked = pairs.map { (Checksum.Algorithm.sha256.digest(of: Array("\(seed) \($0.name)".utf8)), $0) }
      .sorted { ($0.0, $0.1.name) < ($1.0, $1.1.name) }.map(\.1)
    func sorted(_ pairs: ArraySlice<Pair>) -> [Pair] { pairs.sorted { $0.name < $1.name } }
    return (sorted(ranked[count...]), sorted(ranked[..<count]))
  }

  var survey: Survey {
    Survey(examples: pairs.count, lines: ["\(pairs.count) images with their trimaps"], oddities: oddities)
  }
}

extension PetsWithTrimaps {
  /// What a path says about a file.
  struct Place {
    var isTrimap: Bool
    /// Equal for an image and its trimap.
    var key: String

    /// Reads `images/NAME.jpg` or `annotations/trimaps/NAME.png`, also in a folder; nil for anything else.
    init?(_ path: String) {
      let parts = path.split(separator: "/").map(String.init)
      guard let name = parts.last, let dot = name.lastIndex(of: "."), ImageFormats.isImage(name) else { return nil }
      let folders = parts.dropLast()
      isTrimap = folders.suffix(2) == ["annotations", "trimaps"]
      guard name.lowercased().hasSuffix(".png") == isTrimap, isTrimap || folders.last == "images" else { return nil }
      key = (folders.dropLast(isTrimap ? 2 : 1) + [String(name[..<dot])]).joined(separator: "/")
    }
  }
}
