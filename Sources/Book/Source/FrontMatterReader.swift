/// What a Markdown file of the book is: its front matter follows from that.
enum TextForm: String {
  case chapter, preface, appendix

  /// The name of the one file of this form; nil for chapters, which have names of their own.
  var fileName: String? {
    switch self {
    case .chapter: nil
    case .preface: "index.md"
    case .appendix: "appendix.md"
    }
  }

  /// The names that the front matter may hold.
  var names: [String] { self == .chapter ? ["title", "summary", "data", "params", "seed"] : ["title"] }
}

/// Reads what stands between the two `---` lines at the head of a chapter.
struct FrontMatterReader {
  /// How many lines of the file belong to the front matter, its two `---` lines included.
  private(set) var lineCount = 0
  private(set) var errors: [BookError] = []
  private let lines: [String]
  private let seed: UInt64
  private let form: TextForm

  /// - Parameter seed: the book's, for a chapter without its own.
  init(lines: [String], seed: UInt64, form: TextForm = .chapter) {
    self.lines = lines
    self.seed = seed
    self.form = form
  }

  mutating func read() -> FrontMatter {
    guard let text = cut() else { return .empty(seed: seed) }
    var reader = YAMLReader(firstLine: 2)
    var frontMatter = FrontMatter.empty(seed: seed)
    if let entries = reader.entries(of: text) { frontMatter = read(entries, &reader) }
    errors += reader.errors
    return frontMatter
  }

  /// The text between the two lines; nil, and an error, if one of them is missing.
  private mutating func cut() -> String? {
    guard lines.first.map(Self.isRule) == true else {
      let hint = "the first line is ‘---’, then ‘title: …’, then ‘---’"
      errors.append(BookError("the \(form.rawValue) has no front matter", line: 1, column: 1, hint: hint))
      return nil
    }
    guard let end = lines.dropFirst().firstIndex(where: Self.isRule) else {
      lineCount = lines.count
      let hint = "end it with a line ‘---’"
      errors.append(BookError("the front matter opened here is never closed", line: 1, column: 1, hint: hint))
      return nil
    }
    lineCount = end + 1
    return lines[1..<end].map { $0 + "\n" }.joined()
  }

  private static func isRule(_ line: String) -> Bool {
    line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
  }

  /// A chapter may have it, other texts cannot: nothing of them runs, and their pages have a description already.
  private func isMisplaced(_ entry: YAMLReader.Entry) -> Bool {
    TextForm.chapter.names.contains(entry.name) && !form.names.contains(entry.name)
  }

  private func read(_ entries: [YAMLReader.Entry], _ reader: inout YAMLReader) -> FrontMatter {
    let (misplaced, others) = (entries.filter(isMisplaced), entries.filter { !isMisplaced($0) })
    for entry in misplaced {
      let article = form == .appendix ? "an" : "a"
      reader.report(
        "\(article) \(form.rawValue) has no ‘\(entry.name)’", at: entry.position,
        hint: "leave it out: nothing but the title")
    }
    reader.refuseUnknown(others, known: form.names, what: "name")
    func entry(_ name: String) -> YAMLReader.Entry? { entries.first { $0.name == name } }
    if entry("title") == nil {
      let isMisspelt = entries.contains { NearestName.of($0.name, among: form.names) == "title" }
      if !isMisspelt {
        let start = SourcePosition(line: 1, column: 1)
        reader.report("the \(form.rawValue) has no title", at: start, hint: "write ‘title: …’ below this line")
      }
    }
    let data = reader.texts(entry("data"))
    for (index, name) in data.enumerated() where data[..<index].contains(where: { $0.text == name.text }) {
      reader.report("the data set ‘\(name.text)’ is named twice", at: name.position)
    }
    return FrontMatter(
      title: reader.text(entry("title")) ?? "", summary: reader.text(entry("summary")) ?? "", data: data.map(\.text),
      parameters: ParameterReader.read(entry("params"), &reader), seed: reader.seed(entry("seed")) ?? seed,
      dataPositions: data.map(\.position))
  }
}
