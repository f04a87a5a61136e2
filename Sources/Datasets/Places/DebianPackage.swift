import Foundation

/// A Debian package that carries files: copied from where it is installed, or downloaded and unpacked without rights.
struct DebianPackage {
  var name: String

  /// Copies the files of the installed package.
  func copyInstalled(_ files: [DataFile], to staging: Staging) throws {
    let result = try ChildProgram("dpkg", ["-L", name]).run()
    guard result.status == 0 else { throw Unavailable("it is not installed") }
    let installed = result.output.split(separator: "\n").map(String.init)
    for file in files {
      guard let path = installed.first(where: { $0.hasSuffix("/" + file.name) }) else {
        throw Unavailable("the package has no file \(file.name)")
      }
      try staging.copy(URL(fileURLWithPath: path), asPartOf: file)
      try staging.accept(file, from: path)
    }
  }

  /// Downloads the package with apt, which verifies its signature, and takes the files out of it.
  ///
  /// A package is an `ar` archive whose member `data.tar.*` holds the files (deb(5)).
  func download(_ files: [DataFile], to staging: Staging) throws {
    try staging.withTemporaryFolder { temporary in
      let package = Archive(at: try download(into: temporary))
      let content = temporary.appendingPathComponent("data.tar")
      try package.extractMember(to: content, limit: Self.largestContent) { $0.hasPrefix("data.tar") }
      try Archive(at: content).extract(files, to: staging) { path, file in path.hasSuffix("/" + file.name) }
    }
    for file in files { try staging.accept(file, from: "Debian package \(name)") }
  }

  /// Bytes: packages with more are refused.
  private static var largestContent: Int { 4 << 30 }

  /// apt-get writes into its working directory.
  private func download(into temporary: URL) throws -> URL {
    let result = try ChildProgram("env", ["--chdir=\(temporary.path)", "apt-get", "-q", "download", name]).run()
    guard result.status == 0 else { throw Unavailable(result.lastLine) }
    let found = try FileManager.default.contentsOfDirectory(at: temporary, includingPropertiesForKeys: nil)
    guard let package = found.first(where: { $0.pathExtension == "deb" }) else {
      throw Unavailable("apt-get downloaded no package \(name)")
    }
    return package
  }
}
