import ArgumentParser
import Book

/// `quire build`: runs what changed and writes the site.
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Runs what changed in the chapters and writes the site.",
    discussion: """
      Stored results are taken for every block whose code, data, parameters and engine are unchanged. If anything fails, \
      the site stays as it was.
      """)

  @Argument(help: "The book's folder.", completion: .directory)
  var book = "."

  @Option(name: .long, parsing: .upToNextOption, help: "Only these chapters, by number or slug.")
  var chapter: [String] = []

  @OptionGroup var execution: ExecutionArguments

  func run() throws {
    let session = try BookSession(book: book, execution: execution)
    let chapters = try chapter.isEmpty ? session.source.chapters : chapter.map(session.chapter)
    try session.build(chapters)
  }
}
