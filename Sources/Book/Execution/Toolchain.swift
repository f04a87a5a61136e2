import Foundation

/// The Swift toolchain that compiles blocks: the one whose `swiftc` comes first in `PATH`.
public struct Toolchain: Sendable {
  /// The folder of `swiftc`, `clang` and `llvm-symbolizer`.
  public var programs: String
  /// What `swiftc --version` says: part of every block's key.
  public var version: String

  public init(programs: String, version: String) {
    self.programs = programs
    self.version = version
  }

  /// Looks for `swiftc` and asks for its version.
  /// - Throws: `BookError` if there is none.
  public static func find() throws -> Toolchain {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    let folders = path.split(separator: ":").map(String.init)
    guard let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/swiftc") }) else {
      throw BookError(
        "there is no Swift toolchain: `swiftc` is not in PATH", hint: "install Swift 6.3 from https://swift.org/install"
      )
    }
    let programs = URL(fileURLWithPath: folder + "/swiftc").resolvingSymlinksInPath().deletingLastPathComponent().path
    let real = FileManager.default.isExecutableFile(atPath: programs + "/swiftc") ? programs : folder
    let result = try Tool(program: real + "/swiftc", arguments: ["--version"]).run()
    return Toolchain(programs: real, version: result.output.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// A program of the toolchain.
  func program(_ name: String) -> String { programs + "/" + name }

  /// The folder of the runtime libraries and the object that registers a library's types with the runtime.
  var libraries: String { (programs as NSString).deletingLastPathComponent + "/lib/swift/linux" }

  /// The object file that registers the types and conformances of a library when it is loaded.
  var registration: String { libraries + "/" + Self.architecture + "/swiftrt.o" }

  private static var architecture: String {
    #if arch(arm64)
      "aarch64"
    #else
      "x86_64"
    #endif
  }
}
