internal import CKernelGuard
internal import Foundation
internal import Messages

/// The code of a block, loaded into this process for good.
@safe struct BlockLibrary {
  /// How a block ended.
  enum Outcome {
    case ended
    case threw(any Error)
    case trapped(signal: Int32)
  }

  private let entry: quire_entry

  /// Loads the library at `path`; its symbols are visible to the blocks that follow.
  /// - Throws: `LoadError` with the loader's message.
  init(path: String, entryPoint: String) throws {
    guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_GLOBAL) else { throw LoadError.last }
    guard let symbol = unsafe dlsym(handle, entryPoint) else { throw LoadError.last }
    unsafe entry = unsafeBitCast(symbol, to: quire_entry.self)
    unsafe quire_guard_add_library(entry)
  }

  /// Runs the block to its end, whatever that is.
  func run(expectsError: Bool) -> (outcome: Outcome, addresses: [CodeAddress]) {
    let report = unsafe quire_guard_run(entry, expectsError)
    let count = Int(unsafe report.count)
    let libraries = unsafe withUnsafeBytes(of: report.libraries) { unsafe Array($0.bindMemory(to: Int64.self)) }
    let offsets = unsafe withUnsafeBytes(of: report.offsets) { unsafe Array($0.bindMemory(to: UInt64.self)) }
    let addresses = zip(libraries, offsets).prefix(count).map {
      CodeAddress(library: Int($0), offset: Int(clamping: $1))
    }
    return (unsafe outcome(of: report), addresses)
  }

  private func outcome(of report: quire_report) -> Outcome {
    if unsafe report.outcome == quire_trapped { return .trapped(signal: unsafe report.signal) }
    guard unsafe report.outcome == quire_threw, let error = unsafe report.error else { return .ended }
    // An error existential is one pointer to the error's box, which is what the runtime hands to `swift_errorInMain`.
    return .threw(unsafe unsafeBitCast(error, to: (any Error).self))
  }
}

/// A library that could not be loaded.
struct LoadError: Error, CustomStringConvertible {
  var description: String

  /// The loader's last message.
  static var last: LoadError {
    guard let message = unsafe dlerror() else { return LoadError(description: "the block cannot be loaded") }
    return LoadError(description: unsafe String(cString: message))
  }
}

/// The text of an error for people: what it says of itself, without the noise of Foundation's debugging descriptions.
func errorText(_ error: any Error) -> String {
  switch error {
  case let error as CocoaError:
    [error.localizedDescription, error.filePath].compactMap { $0 }.joined(separator: " ")
  case let error as any LocalizedError: error.errorDescription ?? "\(error)"
  default: "\(error)"
  }
}
