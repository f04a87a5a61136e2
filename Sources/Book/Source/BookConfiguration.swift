/// What `book.yml` says about the whole book.
public struct BookConfiguration: Equatable, Sendable {
  public var title: String
  public var subtitle: String?
  /// What the book is about, for the front page.
  public var description: String?
  public var author: String?
  /// A language tag such as `en` or `en-GB`.
  public var language = "en"
  /// Seed of the chapters that give none.
  public var seed: UInt64 = 0
  /// Names of the chapters' files in the folder `chapters`, in the order of the book; nil for all, by name.
  public var chapters: [ChapterName]?
  /// Folder that the site is written to, relative to the book's folder.
  public var output = "site"

  public init(title: String) { self.title = title }

  /// An entry of `chapters`, with its place in `book.yml`.
  public struct ChapterName: Equatable, Sendable {
    /// File name with its extension.
    public var file: String
    public var position: SourcePosition

    public init(file: String, position: SourcePosition) {
      self.file = file
      self.position = position
    }
  }

  /// The file's name in the book's folder.
  public static let fileName = "book.yml"

  private static let names = ["title", "subtitle", "description", "author", "language", "seed", "chapters", "output"]

  /// - Throws: everything that is wrong with the file.
  public init(parsing bytes: [UInt8]) throws(BookErrors) {
    let lines: [String]
    do throws(BookError) { lines = try TextLines.decode(bytes) } catch {
      throw BookErrors([error.inFile(Self.fileName)])
    }
    var reader = YAMLReader(firstLine: 1)
    let entries = reader.entries(of: lines.map { $0 + "\n" }.joined())
    self.init(title: "")
    if let entries { read(entries, &reader) }
    guard reader.errors.isEmpty else {
      throw BookErrors(reader.errors.map { $0.inFile(Self.fileName) }.sortedByPlace())
    }
  }

  private mutating func read(_ entries: [YAMLReader.Entry], _ reader: inout YAMLReader) {
    reader.refuseUnknown(entries, known: Self.names, what: "name")
    func entry(_ name: String) -> YAMLReader.Entry? { entries.first { $0.name == name } }
    if entry("title") == nil {
      reader.report("the book has no title", at: SourcePosition(line: 1, column: 1), hint: "write ‘title: …’")
    }
    title = reader.text(entry("title")) ?? ""
    subtitle = reader.text(entry("subtitle"))
    description = reader.text(entry("description")).map {
      $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    author = reader.text(entry("author"))
    seed = reader.seed(entry("seed")) ?? seed
    readLanguage(entry("language"), &reader)
    readOutput(entry("output"), &reader)
    readChapters(entry("chapters"), &reader)
  }

  private mutating func readLanguage(_ entry: YAMLReader.Entry?, _ reader: inout YAMLReader) {
    guard let entry, let text = reader.text(entry) else { return }
    guard text.wholeMatch(of: /[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*/) != nil else {
      let place = reader.position(of: entry.value)
      reader.report("‘\(text)’ is not the tag of a language", at: place, hint: "as in en or en-GB")
      return
    }
    language = text
  }

  private mutating func readOutput(_ entry: YAMLReader.Entry?, _ reader: inout YAMLReader) {
    guard let entry, let text = reader.text(entry) else { return }
    let parts = text.split(separator: "/")
    guard !text.hasPrefix("/"), !parts.contains(".."), parts.contains(where: { $0 != "." }), parts.first != "chapters"
    else {
      let hint = "a folder of its own inside the book, as in site"
      reader.report("the site cannot be written to ‘\(text)’", at: reader.position(of: entry.value), hint: hint)
      return
    }
    output = text
  }

  private mutating func readChapters(_ entry: YAMLReader.Entry?, _ reader: inout YAMLReader) {
    guard let entry else { return }
    var names: [ChapterName] = []
    for (text, position) in reader.texts(entry) {
      let file = text.hasSuffix(".md") ? text : text + ".md"
      if text.contains("/") || text.hasPrefix(".") {
        reader.report("‘\(text)’ is not a file name", at: position, hint: "name files of the folder chapters")
      } else if let first = names.first(where: { $0.file == file }) {
        reader.report("‘\(text)’ is named twice; the first time in line \(first.position.line)", at: position)
      } else {
        names.append(ChapterName(file: file, position: position))
      }
    }
    chapters = names
  }
}
