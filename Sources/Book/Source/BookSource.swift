public import Foundation

/// A book's folder as its author left it: `book.yml` and the chapters.
public struct BookSource: Sendable {
  public var folder: URL
  public var configuration: BookConfiguration
  /// In the order of the book. One with mistakes is here too, see its `errors`.
  public var chapters: [Chapter]
  /// The prose of the front page, if there is any; it has the number 0.
  public var preface: Chapter?

  public init(folder: URL, configuration: BookConfiguration, chapters: [Chapter], preface: Chapter? = nil) {
    self.folder = folder
    self.configuration = configuration
    self.chapters = chapters
    self.preface = preface
  }

  /// The preface and the chapters.
  public var texts: [Chapter] { (preface.map { [$0] } ?? []) + chapters }

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
      var chapter = ChapterParser(path: path, number: index + 1, seed: configuration.seed).parse(bytes)
      if let error = Self.takenName(chapter) { chapter.errors.append(error) }
      chapters.append(chapter)
    }
    let preface = try Self.preface(in: folder)
    self.init(folder: folder, configuration: configuration, chapters: chapters, preface: preface)
  }

  static let chaptersFolder = "chapters"

  private static func preface(in folder: URL) throws(BookErrors) -> Chapter? {
    let path = chaptersFolder + "/" + Preface.fileName
    let file = folder.appendingPathComponent(path)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return Preface.parse(try bytes(of: file, path: path), path: path)
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
    let found = files.filter { $0 != Preface.fileName }
    guard let names = configuration.chapters else {
      guard !found.isEmpty else {
        throw BookErrors([
          BookError("the book has no chapters", file: chaptersFolder, hint: "quire new SLUG writes one")
        ])
      }
      return found
    }
    let errors =
      names.filter { !files.contains($0.file) }.map { missingChapter($0, files) }
      + names.dropFirst().filter { $0.file == Preface.fileName }.map(latePreface)
    guard errors.isEmpty else { throw BookErrors(errors) }
    return names.map(\.file).filter { $0 != Preface.fileName }
  }

  /// As in a Quarto book the preface may be named before the chapters; it need not be.
  private static func latePreface(_ name: BookConfiguration.ChapterName) -> BookError {
    BookError(
      "the preface \(Preface.fileName) stands before the chapters", file: BookConfiguration.fileName,
      line: name.position.line, column: name.position.column, hint: "name it first, or not at all")
  }

  /// The page that every book has keeps its name.
  private static func takenName(_ chapter: Chapter) -> BookError? {
    guard chapter.pageName == AppendixModel.pageName else { return nil }
    return BookError(
      "a chapter cannot be called ‘\(chapter.slug)’: every book has a page of that name", file: chapter.path,
      hint: "rename the file")
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
