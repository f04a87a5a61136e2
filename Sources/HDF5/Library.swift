internal import CHDF5
internal import Foundation

/// The C library's global state, which one thread may use at a time.
enum Library {
  private static let lock = NSLock()

  /// Runs `body` alone, with the library silent.
  static func use<Result>(_ body: () throws(HDF5Error) -> Result) throws(HDF5Error) -> Result {
    lock.lock()
    defer { lock.unlock() }
    quire_hdf5_prepare()
    return try body()
  }
}

/// Something of the library that has to be closed.
struct Handle: ~Copyable {
  let id: hid_t
  private let close: @convention(c) (hid_t) -> herr_t

  /// Takes over what the library opened; nil if it could not.
  init?(_ id: hid_t, _ close: @convention(c) (hid_t) -> herr_t) {
    guard id >= 0 else { return nil }
    self.id = id
    self.close = close
  }

  deinit { _ = close(id) }
}
