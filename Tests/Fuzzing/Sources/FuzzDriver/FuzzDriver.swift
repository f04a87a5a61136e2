// FuzzDriver: what every fuzz target does besides calling its reader.
//
// 1. `fuzz` hands the command line to libFuzzer and calls the target with one damaged file after another.
// 2. `FuzzFile` is for readers that want a path: one file, written anew for every input, in memory where there is such a disk.

import Foundation

/// libFuzzer's own loop, which calls a function with one input after another.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What is called with each input. A function that C calls can keep nothing of its own.
nonisolated(unsafe) private var reader: ([UInt8]) throws -> Void = { _ in }

/// Calls `body` with one damaged file after another, as the command line says (`-help=1` lists the options of libFuzzer).
///
/// An error that `body` throws is what a damaged file deserves; a trap, a hang or too much memory is a find.
public func fuzz(_ body: @escaping ([UInt8]) throws -> Void) -> Never {
  reader = body
  var count = CommandLine.argc
  var arguments = CommandLine.unsafeArgv
  exit(
    runFuzzer(&count, &arguments) { start, count in
      try? reader([UInt8](UnsafeBufferPointer(start: start, count: count)))
      return 0
    })
}

/// A place on the disk for one input at a time, of this process alone.
public struct FuzzFile {
  /// An empty folder beside the file, for what is unpacked.
  public let folder: URL
  public let url: URL

  /// - Parameter name: the file's name, of which readers may know its form.
  public init(_ name: String) throws {
    let memory = "/dev/shm"
    let root =
      FileManager.default.isWritableFile(atPath: memory)
      ? URL(filePath: memory) : FileManager.default.temporaryDirectory
    let own = root.appending(path: "quire-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
    folder = own.appending(path: "unpacked")
    url = own.appending(path: name)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
  }

  /// Calls `body` with the file, and with the folder empty.
  public func with(_ content: [UInt8], _ body: () throws -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(content).write(to: url)
    try body()
  }
}
