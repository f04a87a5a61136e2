import Book
import Foundation
import Messages

/// Weaves a chapter that exists only as text, with given outputs, and returns what follows its header.
struct Weaving {
  var outputs: [String: [Output]] = [:]
  var failures: [String: BlockFailure] = [:]
  var stale: Set<String> = []
  /// Labels of blocks that have no stored result.
  var missing: Set<String> = []
  var bookFolder = URL(fileURLWithPath: "/nowhere")
  /// MathML by formula.
  var formulae: [Formula: String] = [:]

  func chapter(_ markdown: String) -> Chapter {
    let text = "---\ntitle: Title\nsummary: Summary.\n---\n" + markdown
    return ChapterParser(path: "chapters/01-title.md", number: 1).parse(Array(text.utf8))
  }

  func woven(_ markdown: String) throws -> WovenChapter {
    let chapter = chapter(markdown)
    if !chapter.errors.isEmpty { throw BookErrors(chapter.errors) }
    let weaver = ChapterWeaver(
      chapter: chapter, results: results(of: chapter), stale: stale, bookFolder: bookFolder,
      imagesFolder: URL(fileURLWithPath: "/images"), formulae: formulae)
    return try weaver.weave()
  }

  func body(_ markdown: String) throws -> String {
    let main = try woven(markdown).main.text
    return main.components(separatedBy: "</header>\n").dropFirst().joined().trimmingCharacters(in: .newlines)
  }

  func results(of chapter: Chapter) -> ChapterResults {
    let blocks = chapter.blocks.filter { $0.options.eval && !missing.contains($0.label) }.map { block in
      BlockResult(
        label: block.label, key: "key", dependencies: [], outputs: outputs[block.label] ?? [], seconds: 1,
        failure: failures[block.label])
    }
    return ChapterResults(blocks: blocks, status: [:], facts: nil)
  }

  /// The body of a chapter with one run-block labelled `a`, with the lines of its options.
  func cell(_ options: String..., code: String = "f()", outputs: [Output]) throws -> String {
    var weaving = self
    let label = options.compactMap { $0.hasPrefix("label: ") ? String($0.dropFirst(7)) : nil }.first ?? "a"
    weaving.outputs = [label: outputs]
    let lines = (options.contains { $0.hasPrefix("label: ") } ? options : ["label: a"] + options).map { "//| \($0)\n" }
    return try weaving.body("```swift run\n\(lines.joined())\(code)\n```\n")
  }
}

extension Figure {
  /// A picture that differs in the dark, with a description.
  static let plot = Figure(
    Picture(light: "light.png", dark: "dark.png", width: 640, height: 360), description: "A curve.")
  /// A picture that is the same in the dark and says nothing of itself.
  static let photograph = Figure(Picture(light: "cat.png", dark: nil, width: 300, height: 200), description: nil)
}
