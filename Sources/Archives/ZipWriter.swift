internal import CArchive
internal import Foundation

/// Writes a zip file whose members are stored as they are, without times or owners, so that equal members give equal bytes.
///
///     let zip = try ZipWriter(path: "model.keras")
///     try zip.add("config.json", bytes)
///     try zip.finish()
@safe package final class ZipWriter {
  private let path: String
  private let draft: String
  private let handle: OpaquePointer
  private var isFinished = false

  /// Starts a file beside `path`; `finish()` moves it there.
  ///
  /// - Throws: `ArchiveError` if the folder cannot be written to.
  package init(path: String) throws(ArchiveError) {
    guard let handle = unsafe archive_write_new() else {
      throw ArchiveError(file: path, problem: "no memory to write it")
    }
    self.path = path
    draft = path + ".draft-\(UInt64.random(in: 0...UInt64.max))"
    unsafe self.handle = handle
    try check(unsafe archive_write_set_format_zip(handle))
    try check(unsafe archive_write_zip_set_compression_store(handle))
    try check(unsafe archive_write_open_filename(handle, draft))
  }

  deinit {
    unsafe archive_write_free(handle)
    if !isFinished { try? FileManager.default.removeItem(atPath: draft) }
  }

  /// Adds a member.
  package func add(_ name: String, _ content: [UInt8]) throws(ArchiveError) {
    guard let entry = unsafe archive_entry_new() else {
      throw ArchiveError(file: path, problem: "no memory to write \(name)")
    }
    defer { unsafe archive_entry_free(entry) }
    unsafe archive_entry_set_pathname_utf8(entry, name)
    unsafe archive_entry_set_size(entry, Int64(content.count))
    unsafe archive_entry_set_mode(entry, S_IFREG | 0o644)
    try check(unsafe archive_write_header(handle, entry))
    let written = unsafe content.withUnsafeBytes { unsafe archive_write_data(handle, $0.baseAddress, $0.count) }
    guard written == content.count else { throw failure() }
  }

  /// Ends the file and moves it into place.
  package func finish() throws(ArchiveError) {
    try check(unsafe archive_write_close(handle))
    guard unsafe rename(draft, path) == 0 else { throw failure() }
    isFinished = true
  }

  private func check(_ status: Int32) throws(ArchiveError) {
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
  }

  private func failure() -> ArchiveError {
    let reason = unsafe archive_error_string(handle).map { unsafe " (" + String(cString: $0) + ")" } ?? ""
    return ArchiveError(file: path, problem: "cannot be written" + reason)
  }
}
