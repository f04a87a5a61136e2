// Archives: zip, tar, ar and gzip files through libarchive, read and written member by member.
//
// 1. `ArchiveReader` gives the members that are regular files, one after the other; damage is an `ArchiveError`, and every
//    member is read with a limit, so that a small hostile file does not become a large one.
// 2. Members go into memory, or to names that the caller gives. Only `Unpacking` makes paths on the disk of those inside an
//    archive, and only of those that `MemberPath` lets pass.
// 3. `ZipWriter` writes a zip file beside the old one and moves it into place; equal content gives equal bytes.

/// What is wrong with an archive.
package struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What messages call the archive.
  package let file: String
  package let problem: String

  package init(file: String, problem: String) {
    self.file = file
    self.problem = problem
  }

  package var description: String { "\(file): \(problem)" }
}
