import Foundation

/// A folder with its folders, of which only some files count.
struct FileTree {
  let folder: URL
  let layout: FolderLayout
  private let root: String

  init(folder: URL, layout: FolderLayout) {
    (self.folder, self.layout, root) = (folder, layout, folder.path)
  }

  /// Size and time of a file, as the system keeps them.
  struct Stamp: Equatable {
    var bytes: Int
    var modified: Int
  }

  /// The paths below the folder of the files that count, sorted. Links to folders are not followed.
  ///
  /// Names decide what may be a file, so that a folder of 12,500 images is listed without a look at each of them.
  /// - Parameter known: paths that need not be looked at again to know that they count.
  func paths(known: Set<String> = []) -> [String] {
    var (found, waiting): ([String], [String]) = ([], [""])
    while let inner = waiting.popLast() {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: absolute(inner))) ?? []
      for name in names where !name.hasPrefix(".") {
        let path = inner.isEmpty ? name : "\(inner)/\(name)"
        if ImageFormats.isImage(name) {
          if known.contains(path) || layout.wants(path) { found.append(path) }
        } else if isFolder(path) {
          waiting.append(path)
        }
      }
    }
    return found.sorted()
  }

  /// Whether no other files count than these.
  func holdsOnly(_ known: Set<String>) -> Bool { paths(known: known).allSatisfy(known.contains) }

  /// Size and time of a file; nil if there is no regular file at the path.
  func stamp(of path: String) -> Stamp? { Self.stamp(ofFile: absolute(path)) }

  /// Size and time of a file; nil if there is no regular file at the path.
  static func stamp(ofFile path: String) -> Stamp? {
    var info = Foundation.stat()
    guard unsafe stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    #if os(Linux)
      let time = info.st_mtim
    #else
      let time = info.st_mtimespec
    #endif
    return Stamp(bytes: Int(info.st_size), modified: Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec))
  }

  /// Reads all files that count.
  ///
  /// - Parameter known: entries whose files need not be read again while size and time are the same.
  /// - Throws: `DatasetError` if a file cannot be read or a name cannot be kept.
  func entries(known: [Manifest.Entry] = []) throws(DatasetError) -> [Manifest.Entry] {
    let known = Dictionary(known.map { ($0.path, $0) }) { first, _ in first }
    var entries: [Manifest.Entry] = []
    for path in paths() {
      guard let stamp = stamp(of: path) else { continue }
      let old = known[path]
      let isSame = old?.bytes == stamp.bytes && old?.modified == stamp.modified
      let digest = isSame ? old?.digest : try? Checksum.Algorithm.sha256.digest(ofFile: URL(filePath: absolute(path)))
      guard let digest else { throw DatasetError(absolute(path), "the file cannot be read") }
      guard !path.contains(where: \.isNewline) else {
        throw DatasetError(absolute(path).debugDescription, "the name has a line feed in it", hint: "rename the file")
      }
      entries.append(Manifest.Entry(path: path, bytes: stamp.bytes, modified: stamp.modified, digest: digest))
    }
    return entries
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }

  private func isFolder(_ path: String) -> Bool {
    var info = Foundation.stat()
    return unsafe lstat(absolute(path), &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }
}
