import Book
import Datasets
import Foundation

/// What the commands that run chapters share: the book, its data, the runner, and what is shown meanwhile.
struct BookSession {
  let source: BookSource
  private let execution: ExecutionArguments
  private let store = DataStore()

  /// Reads the book.
  /// - Throws: `BookErrors` if there is no book, or its settings or the parameters given are wrong.
  init(book: String, execution: ExecutionArguments) throws {
    source = try BookSource(folder: URL(filePath: book, directoryHint: .isDirectory).absoluteURL.standardizedFileURL)
    self.execution = execution
    try checkParameters()
  }

  /// The chapter with a number or slug.
  /// - Throws: `BookError` that names the chapters there are.
  func chapter(_ name: String) throws -> Chapter {
    try source.chapter(named: name)
  }

  /// A runner for chapters whose data is present already.
  func runner(for chapters: [Chapter]) throws -> ChapterRunner {
    try ChapterRunner(book: source.folder, options: options(editions: presentEditions(for: chapters)))
  }

  /// Where the site is or goes.
  var site: URL { execution.output.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? source.site }

  /// Checks the text, gets the data, runs the chapters and writes the site, and says so.
  /// - Throws: `CheckFailed` once everything that failed has been printed.
  func build(_ chapters: [Chapter]) throws {
    let terminal = Terminal.standardError
    let mistakes = mistakes(in: chapters)
    guard mistakes.isEmpty else { throw fail(mistakes, terminal) }
    let runner = try ChapterRunner(book: source.folder, options: options(editions: fetchEditions(for: chapters)))
    let builder = BookBuilder(source: source, runner: runner, version: Version.current, site: site)
    let progress = ProgressLine(terminal: terminal)
    let outcome = try builder.build(chapters) { progress.show($0, $1) }
    progress.end()
    for (chapter, report) in outcome.reports { print(Summary.line(chapter, report)) }
    guard outcome.errors.isEmpty else { throw fail(outcome.errors, terminal) }
    print("\(site.appending(path: "index.html").path): \(outcome.changedFiles.count) files written")
  }

  /// What is wrong with the text of the book as far as these chapters and what stands before and behind them are concerned.
  private func mistakes(in chapters: [Chapter]) -> [BookError] {
    let paths = Set(chapters.map(\.path))
    let others = Set(source.chapters.map(\.path)).subtracting(paths)
    let errors = Checks(source, dataSets: Set(store.catalogue.datasets.map(\.name))).errors()
    let texts = source.texts.filter { !others.contains($0.path) }
    return errors.filter { !others.contains($0.file ?? "") } + FormulaStore(book: source.folder).errors(in: texts)
  }

  private func fail(_ errors: [BookError], _ terminal: Terminal) -> CheckFailed {
    terminal.clearLine()
    errors.forEach { terminal.print($0.description) }
    terminal.print("the site is as it was before")
    return CheckFailed()
  }
}

// MARK: - Data and options

extension BookSession {
  private var preferredEdition: Edition { execution.profile == .full ? .full : .sample }

  /// The edition of each data set that the chapters name, or of what serves in its place, downloaded if it is not here.
  private func fetchEditions(for chapters: [Chapter]) throws -> [String: String] {
    let line = FetchLine()
    defer { line.end() }
    return try editions(for: chapters) { name in
      let fetched =
        execution.profile == .full
        ? try store.fetch(name, preferring: .full, progress: line.show)
        : try store.ensure(name, preferring: .sample, progress: line.show)
      return (fetched.dataset, fetched.edition)
    }
  }

  /// The edition of each data set that the chapters name and that is here.
  private func presentEditions(for chapters: [Chapter]) throws -> [String: String] {
    try editions(for: chapters) { try store.presentCandidate(for: $0, preferring: preferredEdition) }
  }

  private func editions(
    for chapters: [Chapter], _ find: (String) throws -> (dataset: String, edition: Edition)?
  ) throws -> [String: String] {
    var editions: [String: String] = [:]
    for name in Set(chapters.flatMap(\.frontMatter.data)).sorted() {
      if let found = try find(name) { editions[found.dataset] = found.edition.rawValue }
    }
    return editions
  }

  private func options(editions: [String: String]) -> ExecutionOptions {
    var options = ExecutionOptions()
    options.profile = execution.profile
    options.parameters = Dictionary(execution.parameters.map { ($0.name, $0.value) }) { $1 }
    options.freshSince = execution.fresh ? Date() : nil
    options.editions = editions
    options.dataFingerprint = { [store] name in store.fingerprint(of: name) }
    return options
  }

  /// A parameter that no chapter has, or a value of another type, is a mistake of the command line.
  private func checkParameters() throws {
    let declared = source.chapters.flatMap(\.frontMatter.parameters)
    for given in execution.parameters {
      let same = declared.filter { $0.name == given.name }
      guard !same.isEmpty else {
        let names = Set(declared.map(\.name)).sorted().joined(separator: ", ")
        throw BookError(
          "there is no parameter `\(given.name)`", hint: names.isEmpty ? "the book has none" : "the book has \(names)")
      }
      if let parameter = same.first(where: { $0.kind.canonical(given.value) == nil }) {
        throw BookError("`\(given.value)` is no \(parameter.kind.rawValue), as the parameter `\(given.name)` is")
      }
    }
  }
}
