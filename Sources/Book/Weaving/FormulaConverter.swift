import Foundation

/// Turns TeX into MathML, which browsers show without a script. Pandoc does it: one process for any number of formulae.
///
/// 1. The formulae become the paragraphs of a Markdown file, each below a paragraph that holds its number.
/// 2. Pandoc's page is cut at the numbers. A formula whose part holds no MathML could not be converted.
/// 3. Pandoc's log says why.
struct FormulaConverter: Sendable {
  /// Name or path of pandoc.
  var program: String

  /// What became of a formula: its MathML, or why it has none.
  enum Outcome: Equatable, Sendable {
    case markup(String)
    case failure(String)
  }

  /// Converts formulae.
  /// - Returns: an outcome for each, in the same order.
  /// - Throws: `BookError` where pandoc is missing or fails as a whole.
  func convert(_ formulae: [Formula]) throws -> [Outcome] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "quire-formulae-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = Files(folder: folder)
    try Data(Self.document(formulae).utf8).write(to: files.input)
    try run(files)
    let page = try String(contentsOf: files.output, encoding: .utf8)
    let reasons = Self.reasons(in: try? Data(contentsOf: files.log))
    return zip(formulae, Self.parts(of: page, count: formulae.count)).map { formula, markup in
      markup.map(Outcome.markup) ?? .failure(reasons[formula.tex] ?? "")
    }
  }

  private struct Files {
    var folder: URL
    var input: URL { folder.appending(path: "formulae.md") }
    var output: URL { folder.appending(path: "formulae.html") }
    var log: URL { folder.appending(path: "log.json") }
  }

  private func run(_ files: Files) throws {
    let format = ["--from=markdown_strict+tex_math_dollars", "--to=html", "--mathml", "--wrap=none"]
    let places = ["--log=\(files.log.path)", "--output=\(files.output.path)", files.input.path]
    let result = try Tool(program: "/usr/bin/env", arguments: [program] + format + places).run()
    // The status by which `env` says that there is no such program.
    guard result.status != 127 else {
      throw BookError(
        "‘pandoc’, which turns formulae into MathML, is not installed",
        hint: "install the package pandoc, with ‘apt-get install pandoc’ or ‘brew install pandoc’")
    }
    guard result.status == 0 else {
      throw BookError("pandoc ended with status \(result.status): \(result.output)", hint: "try: pandoc --version")
    }
  }

  // MARK: What pandoc reads

  private static let numberMark = "quire-formula-"

  private static func document(_ formulae: [Formula]) -> String {
    formulae.enumerated().map { number, formula in
      let dollars = formula.isDisplay ? "$$" : "$"
      return "\(numberMark)\(number)\n\n\(dollars)\(formula.tex)\(dollars)\n"
    }.joined(separator: "\n")
  }

  // MARK: What pandoc writes

  /// The MathML of each formula; nil where there is none.
  private static func parts(of page: String, count: Int) -> [String?] {
    var parts = [String?](repeating: nil, count: count)
    for part in page.components(separatedBy: "<p>" + numberMark).dropFirst() {
      guard let number = Int(part.prefix { $0.isNumber }), parts.indices.contains(number) else { continue }
      parts[number] = markup(in: part)
    }
    return parts
  }

  private static func markup(in part: String) -> String? {
    guard let start = part.range(of: "<math"), let end = part.range(of: "</math>", options: .backwards),
      start.lowerBound < end.lowerBound
    else { return nil }
    return String(part[start.lowerBound..<end.upperBound])
  }

  /// Pandoc's words for each formula that it could not convert.
  private static func reasons(in log: Data?) -> [String: String] {
    struct Entry: Decodable {
      var type: String
      var contents: String?
      var message: String?
    }
    let entries = log.flatMap { try? JSONDecoder().decode([Entry].self, from: $0) } ?? []
    let failures = entries.filter { $0.type == "CouldNotConvertTeXMath" }
    return Dictionary(failures.map { ($0.contents ?? "", $0.message ?? "") }) { first, _ in first }
  }
}
