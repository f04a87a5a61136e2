internal import Datasets
internal import Hashing

/// Images and their masks, which lie in two folders under the same names.
struct PairedFolders {
  /// A name is what both paths have in common, such as `Abyssinian_100`.
  struct Pair: Equatable, Sendable {
    let name: String
    let image: String
    let mask: String
  }

  private(set) var pairs: [Pair] = []
  /// Images without a mask and masks without an image, by their paths.
  private(set) var unpaired: [String] = []

  /// - Throws: `VisionError` if a folder is missing, two files have one name, or there are no pairs.
  init(images: String, masks: String, followsLinks: Bool) throws(VisionError) {
    let photographs = try Self.files(in: images, followsLinks, where: ImageFormats.isImage)
    let labels = try Self.files(in: masks, followsLinks) { $0.lowercased().hasSuffix(".png") }
    for name in photographs.keys.sorted(by: { $0.precedes($1) }) {
      guard let image = photographs[name] else { continue }
      if let mask = labels[name] {
        pairs.append(Pair(name: name, image: image, mask: mask))
      } else {
        unpaired.append(image)
      }
    }
    unpaired += labels.filter { photographs[$0.key] == nil }.map(\.value).sorted { $0.precedes($1) }
    guard pairs.isEmpty else { return }
    throw VisionError(
      images, "none of its \(photographs.count) images has a mask in \(masks), where there are \(labels.count)",
      hint: "an image and its mask have one name but for the extension; masks are PNG files, as JPEG changes labels")
  }

  /// The files of a folder by their names without extension. Hidden ones, which macOS leaves in archives, are no images.
  private static func files(
    in folder: String, _ followsLinks: Bool, where isWanted: (String) -> Bool
  ) throws(VisionError) -> [String: String] {
    guard FileState(folder)?.isFolder == true else { throw VisionError(folder, "there is no such folder") }
    guard let walk = try? FolderWalk(folder, followsLinks: followsLinks) else {
      throw VisionError(folder, "the folder cannot be read")
    }
    var result: [String: String] = [:]
    for file in walk.files where isWanted(file) && !isHidden(file) {
      let name = file.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
      if let other = result.updateValue(folder + "/" + file, forKey: name) {
        throw VisionError(folder + "/" + file, "\(other) has the same name", hint: "remove one of them")
      }
    }
    return result
  }

  private static func isHidden(_ path: String) -> Bool { path.split(separator: "/").last?.hasPrefix(".") == true }
}
