internal import Datasets
internal import Foundation
internal import Hashing

/// The images of a folder, in the order in which Keras' `image_dataset_from_directory` finds them, and their classes.
struct ClassFolders {
  /// The path is relative to the folder.
  struct Entry: Equatable {
    let name: String
    /// 0 where images have no labels.
    let label: Int
  }

  let directory: String
  private(set) var classNames: [String] = []
  private(set) var entries: [Entry] = []
  /// Whether the entries have classes.
  let isLabelled: Bool

  /// Lists a folder.
  ///
  /// - Throws: `VisionError` if there is no such folder, it has no images, or labels or names of classes do not fit it.
  init(_ directory: String, labels: ImageLabels, classNames: [String]?, followsLinks: Bool) throws(VisionError) {
    self.directory = directory
    if case .none = labels { isLabelled = false } else { isLabelled = true }
    guard let state = FileState(directory) else { throw VisionError(directory, "there is no such folder") }
    guard state.isFolder else {
      throw VisionError(directory, "it is a file", hint: "name the folder in which the folders of the classes lie")
    }
    switch labels {
    case .inferred: try inferLabels(classNames, followsLinks)
    case .none: try list(labels: nil, classNames, followsLinks)
    case .list(let labels): try list(labels: labels, classNames, followsLinks)
    }
  }

  // MARK: - Classes by folder

  private mutating func inferLabels(_ names: [String]?, _ followsLinks: Bool) throws(VisionError) {
    let folders = try subfolders()
    if let unknown = names?.first(where: { !folders.contains($0) }) {
      throw VisionError(
        directory, "classNames names '\(unknown)', but its folders are " + folders.joined(separator: ", "))
    }
    classNames = names ?? folders
    for (label, name) in classNames.enumerated() {
      for file in try images(in: directory + "/" + name, followsLinks) {
        entries.append(Entry(name: name + "/" + file, label: label))
      }
    }
    guard entries.isEmpty else { return }
    let loose = try contents().contains(where: ImageFormats.isImage)
    throw noImages(
      loose ? "its images lie in no folder of a class; labels: nil reads them without" : "needed is a folder a class")
  }

  private func subfolders() throws(VisionError) -> [String] {
    try contents().filter { !$0.hasPrefix(".") && FileState(directory + "/" + $0)?.isFolder == true }
      .sorted { $0.precedes($1) }
  }

  private func contents() throws(VisionError) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: directory) } catch {
      throw VisionError(directory, "the folder cannot be read: \(error.localizedDescription)")
    }
  }

  // MARK: - Given labels, or none

  private mutating func list(labels: [Int]?, _ names: [String]?, _ followsLinks: Bool) throws(VisionError) {
    guard names == nil else {
      throw VisionError(directory, "classNames is given, but the folders do not tell the classes", hint: "leave it out")
    }
    let files = try images(in: directory, followsLinks)
    guard !files.isEmpty else { throw noImages("JPEG and PNG files are read") }
    guard labels == nil || labels?.count == files.count else {
      throw VisionError(directory, "there are \(labels?.count ?? 0) labels for \(files.count) images")
    }
    classNames = Set(labels ?? []).sorted().map(String.init)
    for (index, file) in files.enumerated() { entries.append(Entry(name: file, label: labels?[index] ?? 0)) }
  }

  private func images(in folder: String, _ followsLinks: Bool) throws(VisionError) -> [String] {
    do {
      return try FolderWalk(folder, followsLinks: followsLinks).files
        .filter { ImageFormats.isImage($0) || ImageFormats.isRefused($0) }
    } catch {
      throw VisionError(folder, "the folder cannot be read: \(error.localizedDescription)")
    }
  }

  private func noImages(_ hint: String) -> VisionError {
    VisionError(directory, "there are no images in it", hint: hint)
  }
}
