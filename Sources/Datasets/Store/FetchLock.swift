import Foundation

/// Keeps two processes from fetching the same data set at once. The system releases it when its process ends.
///
/// The programs that a fetch starts inherit the open file and with it the lock: should this process be killed, a
/// download that outlives it keeps the next fetch waiting instead of writing into its file.
struct FetchLock {
  private let file: Int32

  /// Takes the lock of a data set's folder, waiting while another process has it.
  /// - Parameter waiting: called once if it has to wait.
  init(in folder: URL, waiting: () -> Void) throws {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    file = unsafe open(folder.appendingPathComponent(".lock").path, O_RDWR | O_CREAT, 0o644)
    guard file >= 0 else {
      throw DatasetError(
        folder.path, "the folder for data cannot be written", hint: "QUIRE_DATA can name another folder")
    }
    guard flock(file, LOCK_EX | LOCK_NB) != 0 else { return }
    waiting()
    while flock(file, LOCK_EX) != 0 && errno == EINTR {}
  }

  func release() {
    close(file)
  }
}
