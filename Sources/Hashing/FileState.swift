#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What tells of a file, without reading it, whether it has changed: where it lies on the disk, its size, and when it was written.
package struct FileState: Hashable, Sendable {
  package let bytes: Int
  package let isFolder: Bool
  private let device: UInt64
  private let number: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  /// Looks at a file or folder, or at what a link leads to; nil if there is none.
  package init?(_ path: String) {
    var found = stat()
    guard unsafe stat(path, &found) == 0 else { return nil }
    #if canImport(Glibc)
      let written = found.st_mtim
    #else
      let written = found.st_mtimespec
    #endif
    bytes = Int(found.st_size)
    isFolder = found.st_mode & S_IFMT == S_IFDIR
    device = UInt64(truncatingIfNeeded: found.st_dev)
    number = UInt64(truncatingIfNeeded: found.st_ino)
    (seconds, nanoseconds) = (Int(written.tv_sec), Int(written.tv_nsec))
  }

  /// The same folder, whatever changed in it.
  func isSamePlace(as other: FileState) -> Bool { device == other.device && number == other.number }

  static func isLink(_ path: String) -> Bool {
    var found = stat()
    return unsafe lstat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFLNK
  }
}
