#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written beside the old one and then moved into place: nobody finds half of it.
struct WholeFile {
  let path: String

  /// - Throws: `ImageError` if the file cannot be written; an old one stays as it was.
  func write(_ bytes: [UInt8]) throws(ImageError) {
    let draft = path + ".draft-\(UInt64.random(in: 0...UInt64.max))"
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: draft))
      guard unsafe rename(draft, path) == 0 else { throw ImageError(path, "cannot be written") }
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw ImageError(path, "cannot be written", hint: "see that the folder is there and may be written to")
    }
  }
}
