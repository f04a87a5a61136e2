internal import CArchive
import Foundation

/// libarchive's reader, with Swift's types and errors. One use each: open, then read.
@safe final class ArchiveReader {
  enum Content {
    /// Members of a zip, tar or ar file.
    case archive
    /// One file compressed by gzip.
    case gzip
  }

  private static var pieceBytes: Int { 1 << 20 }

  /// What messages call the file.
  private let name: String
  private let handle: OpaquePointer

  init(name: String, _ content: Content) throws {
    guard let handle = unsafe archive_read_new() else { throw DatasetError(name, "no memory to read it") }
    self.name = name
    unsafe self.handle = handle
    switch content {
    case .archive:
      unsafe archive_read_support_format_zip(handle)
      unsafe archive_read_support_format_tar(handle)
      unsafe archive_read_support_format_ar(handle)
      unsafe archive_read_support_filter_all(handle)
    case .gzip:
      unsafe archive_read_support_format_raw(handle)
      unsafe archive_read_support_filter_gzip(handle)
    }
  }

  deinit { unsafe archive_read_free(handle) }

  func open(file: URL) throws {
    try check(unsafe archive_read_open_filename(handle, file.path, Self.pieceBytes))
  }

  /// The path of the next member that is a regular file; nil at the end.
  func nextMember() throws -> String? {
    while let entry = unsafe try nextEntry() {
      guard unsafe archive_entry_filetype(entry) == S_IFREG, let path = unsafe archive_entry_pathname_utf8(entry) else {
        continue
      }
      return unsafe String(cString: path)
    }
    return nil
  }

  private func nextEntry() throws -> OpaquePointer? {
    var entry: OpaquePointer?
    let status = unsafe archive_read_next_header(handle, &entry)
    if status == ARCHIVE_EOF { return nil }
    try check(status)
    return unsafe entry
  }

  /// Writes the current member to a file.
  func write(to target: URL, limit: Int) throws {
    try Data().write(to: target)
    let file = try FileHandle(forWritingTo: target)
    defer { try? file.close() }
    try forEachPiece(limit: limit) { try file.write(contentsOf: $0) }
  }

  /// The decompressed content of `bytes`, which must be compressed.
  func readOnlyMember(of bytes: [UInt8], limit: Int) throws -> [UInt8] {
    try unsafe bytes.withUnsafeBytes { source in
      try check(unsafe archive_read_open_memory(handle, source.baseAddress, source.count))
      guard unsafe try nextEntry() != nil, unsafe archive_filter_code(handle, 0) == ARCHIVE_FILTER_GZIP else {
        throw DatasetError(name, "it is not a gzip file")
      }
      var content: [UInt8] = []
      try forEachPiece(limit: limit) { content += $0 }
      return content
    }
  }

  /// Calls `body` with the current member's content, piece by piece.
  private func forEachPiece(limit: Int, _ body: ([UInt8]) throws -> Void) throws {
    var total = 0
    while true {
      let piece = try nextPiece()
      if piece.isEmpty { return }
      total += piece.count
      guard total <= limit else { throw DatasetError(name, "its content is larger than the \(limit) bytes expected") }
      try body(piece)
    }
  }

  private func nextPiece() throws -> [UInt8] {
    var status = 0
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
      status = unsafe archive_read_data(handle, buffer.baseAddress, Self.pieceBytes)
      count = max(status, 0)
    }
    if status < 0 { try check(Int32(truncatingIfNeeded: status)) }
    return piece
  }

  /// Warnings are about names and times of members, which nothing here uses.
  private func check(_ status: Int32) throws {
    guard status != ARCHIVE_OK, status != ARCHIVE_WARN else { return }
    let reason = unsafe archive_error_string(handle).map { unsafe String(cString: $0) } ?? "unknown reason"
    throw DatasetError(name, "it is damaged or cut off (\(reason))")
  }
}
