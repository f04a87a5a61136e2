import ArgumentParser
import Book
import Foundation

/// `quire new SLUG`: writes a chapter that runs as it is.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes a new chapter that runs as it is, and a book.yml where there is none.")

  @Argument(help: "The chapter's file name without extension, such as 02-my-chapter.")
  var slug: String

  @Argument(help: "The book's folder.", completion: .directory)
  var book = "."

  func validate() throws {
    let allowed = slug.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    if let role = ["index": "the preface", "appendix": "the prose of the appendix"][slug] {
      throw ValidationError("chapters/\(slug).md is \(role), which runs no code: write it by hand, with a title.")
    }
    guard allowed, !slug.isEmpty, slug.first != "-" else {
      throw ValidationError("A slug consists of letters, digits and hyphens, such as 02-my-chapter; got '\(slug)'.")
    }
  }

  func run() throws {
    let folder = URL(filePath: book, directoryHint: .isDirectory)
    let chapter = folder.appending(path: "chapters/\(slug).md")
    guard !FileManager.default.fileExists(atPath: chapter.path) else {
      throw BookError("the chapter exists already", file: "chapters/\(slug).md", hint: "choose another slug")
    }
    try FileManager.default.createDirectory(at: chapter.deletingLastPathComponent(), withIntermediateDirectories: true)
    let configuration = folder.appending(path: "book.yml")
    if !FileManager.default.fileExists(atPath: configuration.path) {
      try NewChapter.bookConfiguration.write(to: configuration, atomically: true, encoding: .utf8)
      print("wrote \(configuration.relativePath)")
    }
    try NewChapter(slug: slug).text.write(to: chapter, atomically: true, encoding: .utf8)
    print("wrote \(chapter.relativePath)\nrun it with: quire run \(slug)")
  }
}
