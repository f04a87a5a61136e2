package import Foundation

/// Writes members of an archive (zip or tar) below a folder, whatever the archive was made for.
///
/// A member whose name leads elsewhere, a link, a device, two names that are one on some disks, or more than the limits
/// allow ends the whole: such an archive is not what it is taken for. Files are only created, never replaced.
package struct Unpacking: Sendable {
  /// Bytes of all members together, wanted or not.
  package var largestContent: Int
  /// Members, wanted or not.
  package var mostMembers: Int

  package init(largestContent: Int, mostMembers: Int) {
    self.largestContent = largestContent
    self.mostMembers = mostMembers
  }

  /// Writes the members that are wanted.
  ///
  /// - Parameter folder: must be there, and should be empty: what has been written before an error stays.
  /// - Parameter isWanted: told the path inside the archive.
  /// - Parameter progress: told the number of files written so far.
  /// - Returns: the number of files written.
  /// - Throws: `ArchiveError` if the archive is damaged, cut off or hostile.
  @discardableResult
  package func unpack(
    _ archive: URL, into folder: URL, isWanted: (String) -> Bool, progress: (Int) -> Void = { _ in }
  ) throws -> Int {
    let name = archive.lastPathComponent
    try Self.refuseCutZip(archive, name: name)
    let reader = try ArchiveReader(name: name, .archive)
    try reader.open(file: archive.path)
    var progressed = Progressed()
    while let member = try reader.next() {
      try count(member, &progressed, name: name)
      guard member.kind != .folder, isWanted(member.path) else { continue }
      let path = try Self.path(of: member, &progressed, name: name)
      progressed.written += try write(reader, to: path, in: folder, limit: largestContent - progressed.written)
      progressed.files += 1
      progress(progressed.files)
    }
    return progressed.files
  }

  private struct Progressed {
    var members = 0
    /// Bytes that headers have announced.
    var announced = 0
    var written = 0
    var files = 0
    var names = TakenNames()
  }

  /// Unwanted members count too: going past them may mean decompressing them.
  private func count(_ member: ArchiveMember, _ progressed: inout Progressed, name: String) throws(ArchiveError) {
    progressed.members += 1
    let (announced, overflow) = progressed.announced.addingReportingOverflow(max(member.bytes ?? 0, 0))
    progressed.announced = announced
    guard progressed.members <= mostMembers else {
      throw ArchiveError(file: name, problem: "it has more than the \(mostMembers) members allowed")
    }
    guard !overflow, announced <= largestContent else {
      throw ArchiveError(file: name, problem: "its content is larger than the \(largestContent) bytes allowed")
    }
  }

  private static func path(
    of member: ArchiveMember, _ progressed: inout Progressed, name: String
  ) throws(ArchiveError) -> MemberPath {
    func refused(_ reason: String) -> ArchiveError {
      ArchiveError(
        file: name, problem: "it is not safe to unpack: the member \(member.path.debugDescription) \(reason)")
    }
    guard member.kind == .file else { throw refused(member.kind == .link ? "is a link" : "is no file") }
    let path: MemberPath
    do { path = try MemberPath(member.path) } catch { throw refused(error.reason) }
    if let other = progressed.names.take(path) {
      throw refused("has the place of \(other.debugDescription)")
    }
    return path
  }

  private func write(_ reader: ArchiveReader, to path: MemberPath, in folder: URL, limit: Int) throws -> Int {
    let target = folder.appendingPathComponent(path.text)
    if path.components.count > 1 {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    }
    let descriptor = unsafe open(target.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ArchiveError(file: target.path, problem: "cannot be written (\(unsafe String(cString: strerror(errno))))")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    defer { try? file.close() }
    return try reader.write(to: file, limit: limit)
  }

  /// A zip file whose end is missing would pass as one with fewer members.
  private static func refuseCutZip(_ archive: URL, name: String) throws {
    guard let file = try? FileHandle(forReadingFrom: archive) else {
      throw ArchiveError(file: archive.path, problem: "cannot be read")
    }
    let start = try file.read(upToCount: 2)
    try file.close()
    if start == Data("PK".utf8), try !ArchiveReader.hasZipEnd(archive.path) {
      throw ArchiveError(file: name, problem: "it is damaged or cut off (a zip file's end is missing)")
    }
  }
}
