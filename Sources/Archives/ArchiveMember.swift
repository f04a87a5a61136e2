internal import CArchive
internal import Foundation

/// A member of an archive, as its header announces it.
package struct ArchiveMember: Equatable, Sendable {
  package enum Kind: Sendable { case file, folder, link, other }

  /// As it stands in the archive; empty if it is no text.
  package let path: String
  package let kind: Kind
  /// What the header says, which may be a lie; nil if it says nothing.
  package let bytes: Int?

  /// Reads a header.
  init(_ entry: OpaquePointer) {
    let name = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
    path = unsafe name.flatMap { unsafe String(validatingCString: $0) } ?? ""
    kind = unsafe Self.kind(of: entry)
    bytes = unsafe archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
  }

  /// A tar file calls a second name of an earlier member a regular file, too.
  private static func kind(of entry: OpaquePointer) -> Kind {
    if unsafe archive_entry_hardlink(entry) != nil { return .link }
    return switch unsafe archive_entry_filetype(entry) {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }
}
