import ArgumentParser
import Book
import Foundation

/// `quire clean`: removes stored results, memoised training and compiled blocks.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Removes stored results, memoised training and compiled blocks; the next build runs everything.",
    discussion: "The site and the data sets stay.")

  @Argument(help: "The book's folder.", completion: .directory)
  var book = "."

  func run() throws {
    let source = try BookSource(folder: URL(filePath: book, directoryHint: .isDirectory))
    let stored = source.folder.appending(path: ".quire")
    guard FileManager.default.fileExists(atPath: stored.path) else { return print("nothing to remove") }
    try FileManager.default.removeItem(at: stored)
    print("removed \(stored.path)")
  }
}
