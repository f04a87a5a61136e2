import ArgumentParser
import Book

/// `quire why`: what the next run would execute, and what changed.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Says which blocks the next run of a chapter would execute, and what changed.")

  @Argument(help: "The chapter's number or slug.")
  var chapter: String

  @Argument(help: "The book's folder.", completion: .directory)
  var book = "."

  @OptionGroup var execution: ExecutionArguments

  func run() throws {
    let session = try BookSession(book: book, execution: execution)
    let chapter = try session.chapter(chapter)
    guard chapter.errors.isEmpty else { throw BookErrors(chapter.errors) }
    let steps = try session.runner(for: [chapter]).plan(chapter).steps
    for step in steps where step.mustRun { print(line(chapter, step)) }
    let needed = steps.count(where: \.mustRun)
    guard needed > 0 else { return print("nothing: all \(steps.count) stored results hold") }
    print("\(needed) of \(steps.count) blocks must run")
    let state = steps.prefix { $0.label != steps.last(where: \.mustRun)?.label }.count { !$0.mustRun }
    if state > 0 {
      print("\(state) more run for the state they leave; their results stay, and training is recalled from the memo")
    }
  }

  private func line(_ chapter: Chapter, _ step: ChapterPlan.Step) -> String {
    "\(chapter.path):\(step.line): \(step.label): " + step.reasons.map(\.description).joined(separator: "; ")
  }
}
