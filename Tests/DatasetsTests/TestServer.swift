import Foundation

/// A web server on this machine that serves one folder, as a child process for the time of a test.
final class TestServer {
  let address: String
  private let process = Process()
  private let log: URL

  /// - Parameter options: of `Fixtures/range_server.py`.
  init(serving folder: URL, _ options: [String] = []) throws {
    log = folder.deletingLastPathComponent().appendingPathComponent("\(UUID().uuidString).log")
    try Data().write(to: log)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/range_server.py")
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path, folder.path, log.path] + options
    process.standardOutput = output
    try process.run()
    let port = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    address = "http://127.0.0.1:\(port.trimmingCharacters(in: .whitespacesAndNewlines))/"
  }

  /// Killed outright: threads of the test runner hand on a signal mask that holds back anything gentler.
  deinit { kill(process.processIdentifier, SIGKILL) }

  /// The requests so far, each as path and Range header.
  var requests: [String] {
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }
}

/// A folder for one test, removed at its end.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("quire-test-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }

  func subfolder(_ name: String) throws -> URL {
    let folder = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Paths of all files below, relative to the folder, sorted.
  func files(below name: String) -> [String] {
    let paths = FileManager.default.enumerator(atPath: url.appendingPathComponent(name).path)?.allObjects ?? []
    return paths.compactMap { $0 as? String }.filter { path in
      var isFolder: ObjCBool = false
      let full = url.appendingPathComponent(name).appendingPathComponent(path).path
      return unsafe FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }
}
