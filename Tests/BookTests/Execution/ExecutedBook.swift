import Book
import Foundation
import Messages

/// A book of one chapter in a temporary folder, run with the kernel beside these tests.
final class ExecutedBook {
  /// The runtime that was built with these tests; nil if only the tests were built.
  static let kit = try? RuntimeKit.find()
  static let toolchain = try? Toolchain.find()
  static var canRun: Bool { kit != nil && toolchain != nil }

  /// The command `quire` beside these tests; nil if it was not built.
  static let quire: String? = {
    guard let path = kit?.folder.appendingPathComponent("quire").path else { return nil }
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  let folder: URL
  var options = ExecutionOptions()

  private static let path = "chapters/01-test.md"

  /// - Parameter text: the chapter without front matter, or with it.
  init(_ text: String, files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("book-" + UUID().uuidString)
    try write("title: Test\nseed: 5\n", to: "book.yml")
    try set(text)
    for (path, content) in files { try write(content, to: path) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Replaces the chapter's text.
  func set(_ text: String) throws {
    let front = "---\ntitle: Test\nsummary: A test.\n---\n"
    try write(text.hasPrefix("---") ? text : front + text, to: Self.path)
  }

  func write(_ text: String, to path: String) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func remove(_ path: String) throws { try FileManager.default.removeItem(at: folder.appendingPathComponent(path)) }

  var text: String {
    get throws { try String(contentsOf: folder.appendingPathComponent(Self.path), encoding: .utf8) }
  }

  /// The number of the first line that contains `words`.
  func line(of words: String) throws -> Int? {
    try text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(words) }.map { $0 + 1 }
  }

  private func runner() throws -> ChapterRunner {
    try ChapterRunner(book: folder, options: options, kit: Self.kit, toolchain: Self.toolchain)
  }

  private func chapter() throws -> Chapter {
    let source = try BookSource(folder: folder)
    guard let chapter = source.chapters.first else { throw BookError("the book has no chapter") }
    if !chapter.errors.isEmpty { throw BookErrors(chapter.errors) }
    return chapter
  }

  func run(observer: @escaping ExecutionObserver = { _ in }) throws -> ChapterReport {
    try runner().run(chapter(), observer: observer)
  }

  @discardableResult func check() throws -> [BookWarning] { try runner().check(chapter()) }

  /// The labels of the blocks that the next run would execute.
  func planned() throws -> [String] { try runner().plan(chapter()).steps.filter(\.mustRun).map(\.label) }

  /// Why a block would run.
  func reasons(_ label: String) throws -> [String] {
    try runner().plan(chapter()).steps.first { $0.label == label }?.reasons.map(\.description) ?? []
  }

  /// The errors of a check that finds some.
  func checkErrors() throws -> [BookError] {
    do {
      try check()
      return []
    } catch let errors as BookErrors {
      return errors.errors
    }
  }
}

extension ChapterReport {
  /// The texts and values of a block, one after another.
  func shown(_ label: String) -> [String] {
    results[label]?.outputs.map(\.brief) ?? []
  }

  /// The labels of the blocks that this run had to execute.
  var executed: [String] { results.blocks.map(\.label).filter { results.status[$0] == .executed } }
}

extension Output {
  /// A word and the content.
  var brief: String {
    switch self {
    case .text(let text): "text \(text.trimmingCharacters(in: .newlines))"
    case .value(let text): "value \(text)"
    case .figure(let figure): "figure \(figure.wide.width)x\(figure.wide.height)"
    case .table(let table): "table \(table.rows)"
    case .metric(let metric): "metric \(metric.name) \(metric.value)"
    case .claim(let claim): "claim \(claim.name) \(claim.isMet)"
    case .training(let run): "training \(run.model) \(run.epochs)"
    case .inline(let texts): "inline \(texts.joined(separator: "|"))"
    }
  }
}
