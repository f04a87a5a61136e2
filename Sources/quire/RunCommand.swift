import ArgumentParser
import Book

/// `quire run`: one chapter, its page and the front page.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs what changed in one chapter, and refreshes its page and the front page.")

  @Argument(help: "The chapter's number or slug.")
  var chapter: String

  @Argument(help: "The book's folder.", completion: .directory)
  var book = "."

  @OptionGroup var execution: ExecutionArguments

  func run() throws {
    let session = try BookSession(book: book, execution: execution)
    try session.build([session.chapter(chapter)])
  }
}
