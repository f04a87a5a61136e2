internal import CArchive
package import Foundation

/// libarchive's reader, with Swift's types and errors. One use each: open, then read.
///
/// (libarchive's secure-extraction flags belong to its own writing to disk, which is not used.)
@safe package final class ArchiveReader {
  package enum Content {
    /// Members of a zip, tar or ar file, compressed or not.
    case archive
    /// Members of a zip file.
    case zip
    /// One file compressed by gzip.
    case gzip
  }

  private static var pieceBytes: Int { 1 << 20 }

  /// What messages call the file.
  private let name: String
  private let handle: OpaquePointer

  package init(name: String, _ content: Content) throws(ArchiveError) {
    guard let handle = unsafe archive_read_new() else {
      throw ArchiveError(file: name, problem: "no memory to read it")
    }
    self.name = name
    unsafe self.handle = handle
    switch content {
    case .archive:
      unsafe archive_read_support_format_zip(handle)
      unsafe archive_read_support_format_tar(handle)
      unsafe archive_read_support_format_ar(handle)
      unsafe Self.supportFilters(handle)
    case .zip: unsafe archive_read_support_format_zip(handle)
    case .gzip:
      unsafe archive_read_support_format_raw(handle)
      unsafe archive_read_support_filter_gzip(handle)
    }
  }

  /// Not every filter that the library knows: for some it would start another program.
  private static func supportFilters(_ handle: OpaquePointer) {
    unsafe archive_read_support_filter_gzip(handle)
    unsafe archive_read_support_filter_bzip2(handle)
    unsafe archive_read_support_filter_xz(handle)
    unsafe archive_read_support_filter_lzma(handle)
    unsafe archive_read_support_filter_zstd(handle)
  }

  deinit { unsafe archive_read_free(handle) }

  package func open(file: String) throws(ArchiveError) {
    try check(unsafe archive_read_open_filename(handle, file, Self.pieceBytes))
  }

  /// Whether a file ends as a zip file does: libarchive also reads one whose last bytes are missing.
  ///
  /// The end is a record of 22 bytes and a comment of at most 65,535. Source: PKWARE, APPNOTE.TXT, 4.3.16.
  package static func hasZipEnd(_ path: String) throws(ArchiveError) -> Bool {
    let (record, longestComment): (UInt64, UInt64) = (22, 65_535)
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      let size = try file.seekToEnd()
      try file.seek(toOffset: size - min(size, record + longestComment))
      let tail = [UInt8](try file.readToEnd() ?? Data())
      return tail.indices.dropLast(Int(record) - 1).contains { tail[$0..<$0 + 4] == [0x50, 0x4b, 5, 6] }
    } catch {
      throw ArchiveError(file: path, problem: "cannot be read")
    }
  }

  /// The path of the next member that is a regular file; nil at the end.
  package func nextMember() throws(ArchiveError) -> String? {
    while let member = try next() {
      if member.kind == .file, !member.path.isEmpty { return member.path }
    }
    return nil
  }

  /// The next member of any kind; nil at the end.
  ///
  /// The library reads names in the encoding of the thread, which for a program started without a locale is ASCII.
  package func next() throws(ArchiveError) -> ArchiveMember? {
    let names = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
    let previous = unsafe uselocale(names)
    defer {
      unsafe uselocale(previous)
      if let names = unsafe names { unsafe freelocale(names) }
    }
    guard let entry = unsafe try nextEntry() else { return nil }
    return unsafe ArchiveMember(entry)
  }

  private func nextEntry() throws(ArchiveError) -> OpaquePointer? {
    var entry: OpaquePointer?
    let status = unsafe archive_read_next_header(handle, &entry)
    if status == ARCHIVE_EOF { return nil }
    try check(status)
    return unsafe entry
  }

  /// Writes the current member to a file, in place of what is there.
  ///
  /// - Parameter limit: bytes that it may have at most.
  package func write(to target: URL, limit: Int) throws {
    try Data().write(to: target)
    let file = try FileHandle(forWritingTo: target)
    defer { try? file.close() }
    try write(to: file, limit: limit)
  }

  /// Writes the current member to an open file.
  ///
  /// - Parameter limit: bytes that it may have at most.
  /// - Returns: the bytes it has.
  @discardableResult
  package func write(to file: FileHandle, limit: Int) throws -> Int {
    var total = 0
    while let piece = try nextPiece(&total, limit: limit) { try file.write(contentsOf: piece) }
    return total
  }

  /// The current member's content.
  ///
  /// - Parameter limit: bytes that it may have at most.
  package func content(limit: Int) throws(ArchiveError) -> [UInt8] {
    var (content, total): ([UInt8], Int) = ([], 0)
    while let piece = try nextPiece(&total, limit: limit) { content += piece }
    return content
  }

  /// The decompressed content of `bytes`, which must be compressed.
  package func readOnlyMember(of bytes: [UInt8], limit: Int) throws -> [UInt8] {
    try unsafe bytes.withUnsafeBytes { source in
      try check(unsafe archive_read_open_memory(handle, source.baseAddress, source.count))
      guard unsafe try nextEntry() != nil, unsafe archive_filter_code(handle, 0) == ARCHIVE_FILTER_GZIP else {
        throw ArchiveError(file: name, problem: "it is not a gzip file")
      }
      return try content(limit: limit)
    }
  }

  /// The next piece of the current member; nil at its end.
  private func nextPiece(_ total: inout Int, limit: Int) throws(ArchiveError) -> [UInt8]? {
    var status = 0
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
      status = unsafe archive_read_data(handle, buffer.baseAddress, Self.pieceBytes)
      count = max(status, 0)
    }
    if status < 0 { try check(Int32(truncatingIfNeeded: status)) }
    total += piece.count
    guard total <= limit else {
      throw ArchiveError(file: name, problem: "its content is larger than the \(limit) bytes allowed")
    }
    return piece.isEmpty ? nil : piece
  }

  /// Warnings are about names and times of members, which nothing here uses.
  private func check(_ status: Int32) throws(ArchiveError) {
    guard status != ARCHIVE_OK, status != ARCHIVE_WARN else { return }
    let reason = unsafe archive_error_string(handle).map { unsafe String(cString: $0) } ?? "unknown reason"
    throw ArchiveError(file: name, problem: "it is damaged or cut off (\(reason))")
  }
}

/// One compressed file.
package enum Gzip {
  /// Decompresses the content of a `.gz` file.
  ///
  /// - Parameter name: path of the file, for messages.
  /// - Parameter limit: bytes that the result may have at most.
  /// - Throws: `ArchiveError` if it is no gzip data, is cut off or damaged, or would be larger.
  package static func decompress(_ bytes: [UInt8], name: String, limit: Int) throws -> [UInt8] {
    try ArchiveReader(name: name, .gzip).readOnlyMember(of: bytes, limit: limit)
  }
}
