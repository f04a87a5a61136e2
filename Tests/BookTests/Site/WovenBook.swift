import Book
import Foundation
import Messages

/// A small book in a temporary folder, removed when the value goes out of use.
final class WovenBook {
  let folder: URL
  var provenance = Provenance(commit: "abc1234", machine: "test machine", versions: ["Swift": "6.3"], seconds: 2.5)
  var chapters: [SiteChapter] = []
  var preface: Chapter?
  var appendix: Chapter?
  var configuration = {
    var configuration = BookConfiguration(title: "A <small> book")
    configuration.subtitle = "With \"everything\""
    return configuration
  }()

  var site: URL { folder.appending(path: "site") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "quire-book-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ bytes: [UInt8], to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Adds a chapter whose blocks have these outputs, and an image file for each of their figures.
  func add(_ slug: String, title: String, _ text: String, outputs: [String: [Output]] = [:]) throws {
    let source = "---\ntitle: '\(title)'\nsummary: About \(slug).\n---\n\(text)"
    let chapter = ChapterParser(path: "chapters/\(slug).md", number: chapters.count + 1)
      .parse(Array(source.utf8))
    let dependency = Dependency(kind: .data, name: "mnist/sample", fingerprint: "0123456789abcdef", count: 5000)
    let results = chapter.blocks.filter { outputs[$0.label] != nil }.map { block in
      BlockResult(
        label: block.label, key: "key", dependencies: [dependency], outputs: outputs[block.label] ?? [], seconds: 1.25)
    }
    for case .figure(let figure) in outputs.values.joined() {
      for picture in [figure.wide, figure.narrow].compactMap({ $0 }) {
        for name in [picture.light, picture.dark].compactMap({ $0 }) {
          try write(PNGHeader.bytes(width: picture.width * 2, height: picture.height * 2), to: "results/images/\(name)")
        }
      }
    }
    let status = results.first.map { [$0.label: ChapterResults.Status.executed] } ?? [:]
    let facts = KernelFacts(blasKernel: "Haswell", blasVersion: "0.3.21", threads: 2, processor: "A processor")
    chapters.append(
      SiteChapter(chapter, results: ChapterResults(blocks: results, status: status, facts: facts)))
  }

  /// Sets the preface as the book's folder would give it.
  func setPreface(_ text: String, title: String = "Preface") throws {
    preface = try source(with: text, title: title, in: "index.md").preface
  }

  /// Sets the appendix's prose as the book's folder would give it.
  func setAppendix(_ text: String, title: String = "On photographs") throws {
    appendix = try source(with: text, title: title, in: "appendix.md").appendix
  }

  private func source(with text: String, title: String, in file: String) throws -> BookSource {
    try write(Array("title: Test\n".utf8), to: "book.yml")
    try write(Array("---\ntitle: One\n---\n".utf8), to: "chapters/01-one.md")
    try write(Array("---\ntitle: '\(title)'\n---\n\(text)".utf8), to: "chapters/\(file)")
    return try BookSource(folder: folder)
  }

  /// Keeps something short for the MathML of every formula, so that no converter is needed.
  func keepFormulae() throws {
    let store = FormulaStore(book: folder)
    for placed in ([preface, appendix].compactMap(\.self) + chapters.map(\.chapter)).flatMap(\.formulae) {
      let display = placed.formula.isDisplay ? " display=\"block\"" : ""
      try store.keep("<math\(display)><mtext>\(placed.formula.tex)</mtext></math>", for: placed.formula)
    }
  }

  @discardableResult
  func build(only slugs: Set<String>? = nil) throws -> [String] {
    let builder = SiteBuilder(
      configuration: configuration, bookFolder: folder, imagesFolder: folder.appending(path: "results/images"),
      chapters: chapters, preface: preface, appendix: appendix, provenance: provenance)
    return try builder.write(to: site, only: slugs)
  }

  func read(_ path: String) throws -> String { try String(contentsOf: site.appending(path: path), encoding: .utf8) }

  /// The paths of all files of the site with their contents.
  func snapshot() throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: site.path)
    return paths.reduce(into: [:]) { files, path in
      let file = site.appending(path: path)
      if !file.hasDirectoryPath, let data = try? Data(contentsOf: file) { files[path] = data }
    }
  }
}

enum PNGHeader {
  /// The beginning of a PNG file: as much as tells its size.
  static func bytes(width: Int, height: Int) -> [UInt8] {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    return signature + bigEndian(width) + bigEndian(height) + [8, 0, 0, 0, 0]
  }

  private static func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
