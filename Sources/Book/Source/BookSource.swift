public import Foundation

/// A book's folder as its author left it: `book.yml` and the chapters.
public struct BookSource: Sendable {
  public var folder: URL
  public var configuration: BookConfiguration
  /// In the order of the book. One with mistakes is here too, see its `errors`.
  public var chapters: [Chapter]
  /// The prose of the front page, if there is any; it has the number 0.
  public var preface: Chapter?
  /// The prose of the appendix, if there is any; it has the number 0.
  public var appendix: Chapter?

  public init(
    folder: URL, configuration: BookConfiguration, chapters: [Chapter], preface: Chapter? = nil,
    appendix: Chapter? = nil
  ) {
    self.folder = folder
    self.configuration = configuration
    self.chapters = chapters
    self.preface = preface
    self.appendix = appendix
  }

  /// The preface, the chapters, and the prose of the appendix.
  public var texts: [Chapter] { [preface].compactMap(\.self) + chapters + [appendix].compactMap(\.self) }

  /// Reads the book in a folder.
  ///
  /// - Throws: what is wrong with `book.yml` or the list of chapters; mistakes in a chapter are kept with it.
  public init(folder: URL) throws(BookErrors) {
    let file = folder.appendingPathComponent(BookConfiguration.fileName)
    let configuration = try BookConfiguration(parsing: Self.bytes(of: file, path: BookConfiguration.fileName))
    let names = try Self.chapterFiles(of: configuration, in: folder.appendingPathComponent(Self.chaptersFolder))
    var chapters: [Chapter] = []
    for (index, name) in names.enumerated() {
      let path = Self.chaptersFolder + "/" + name
      let bytes = try Self.bytes(of: folder.appendingPathComponent(path), path: path)
      chapters.append(ChapterParser(path: path, number: index + 1, seed: configuration.seed).parse(bytes))
    }
    self.init(
      folder: folder, configuration: configuration, chapters: chapters,
      preface: try Self.prose(.preface, in: folder), appendix: try Self.prose(.appendix, in: folder))
  }

  static let chaptersFolder = "chapters"

  private static func prose(_ form: TextForm, in folder: URL) throws(BookErrors) -> Chapter? {
    guard let name = form.fileName else { return nil }
    let path = chaptersFolder + "/" + name
    let file = folder.appendingPathComponent(path)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return BookProse.parse(try bytes(of: file, path: path), path: path, form: form)
  }

  private static func bytes(of file: URL, path: String) throws(BookErrors) -> [UInt8] {
    do { return [UInt8](try Data(contentsOf: file)) } catch {
      let exists = FileManager.default.fileExists(atPath: file.path)
      let hint = path == BookConfiguration.fileName && !exists ? "name the folder of a book: quire build PATH" : nil
      let message =
        exists ? "the file cannot be read" : "there is no such file in \(file.deletingLastPathComponent().path)"
      throw BookErrors([BookError(message, file: path, hint: hint)])
    }
  }

  /// The names of the chapters' files in the order of the book.
  private static func chapterFiles(of configuration: BookConfiguration, in folder: URL) throws(BookErrors) -> [String] {
    let files = markdownFiles(in: folder)
    let prose = [TextForm.preface.fileName, TextForm.appendix.fileName]
    let found = files.filter { !prose.contains($0) }
    guard let names = configuration.chapters else { return try nonempty(found) }
    let errors =
      names.filter { !files.contains($0.file) }.map { missingChapter($0, files) }
      + names.dropFirst().filter { $0.file == TextForm.preface.fileName }.map {
        misplaced($0, "the preface \($0.file) stands before the chapters", hint: "name it first, or not at all")
      }
      + names.dropLast().filter { $0.file == TextForm.appendix.fileName }.map {
        misplaced($0, "the appendix \($0.file) stands behind the chapters", hint: "name it last, or not at all")
      }
    guard errors.isEmpty else { throw BookErrors(errors) }
    return try nonempty(names.map(\.file).filter { !prose.contains($0) })
  }

  private static func nonempty(_ chapters: [String]) throws(BookErrors) -> [String] {
    guard chapters.isEmpty else { return chapters }
    throw BookErrors([BookError("the book has no chapters", file: chaptersFolder, hint: "quire new SLUG writes one")])
  }

  /// As in a Quarto book the preface may be named before the chapters, and the appendix behind them; they need not be.
  private static func misplaced(_ name: BookConfiguration.ChapterName, _ message: String, hint: String) -> BookError {
    BookError(
      message, file: BookConfiguration.fileName, line: name.position.line, column: name.position.column, hint: hint)
  }

  private static func missingChapter(_ name: BookConfiguration.ChapterName, _ found: [String]) -> BookError {
    BookError(
      "there is no file \(chaptersFolder)/\(name.file)", file: BookConfiguration.fileName, line: name.position.line,
      column: name.position.column, hint: NearestName.hint(for: name.file, among: found))
  }

  private static func markdownFiles(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && !$0.hasPrefix("_") }.sorted()
  }
}
