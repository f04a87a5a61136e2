import Foundation

/// A book in a temporary folder, removed with the value.
final class TemporaryBook {
  let folder: URL

  /// - Parameters:
  ///   - chapters: prose by file name; the file name is the chapter's title.
  ///   - configuration: lines of `book.yml` besides title and seed.
  ///   - files: further files by path, with their content.
  init(_ chapters: [String: String], configuration: String = "", files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("book-" + UUID().uuidString)
    try write("title: Test\nseed: 5\n\(configuration)\n", to: "book.yml")
    for (name, prose) in chapters { try write("---\ntitle: \(name)\n---\n\(prose)\n", to: "chapters/" + name) }
    for (path, content) in files { try write(content, to: path) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, to path: String) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
