internal import Foundation

/// Checks that links within the book and images lead somewhere.
struct LinkCheck {
  private let chapter: Chapter
  private let book: BookSource

  init(_ chapter: Chapter, in book: BookSource) {
    self.chapter = chapter
    self.book = book
  }

  func errors() -> [BookError] {
    chapter.document.allNodes.flatMap { node -> [BookError] in
      switch node.kind {
      case .link(let url, _): [linkError(url, node)].compactMap { $0 }
      case .image(let url, _): [imageError(url, node), alternativeError(node)].compactMap { $0 }
      default: []
      }
    }
  }

  // MARK: Links

  private func linkError(_ url: String, _ node: MarkdownNode) -> BookError? {
    guard !Self.isElsewhere(url) else { return nil }
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let file = String(parts[0])
    guard !url.isEmpty else { return BookError("this link leads nowhere", at: node, hint: "write [text](target)") }
    guard let target = file.isEmpty ? chapter.path : path(of: file) else { return outside(file, node) }
    guard target == chapter.path || exists(target) else { return missing(file, target, node) }
    guard target.hasSuffix(".md") else { return nil }
    guard let targetChapter = book.texts.first(where: { $0.path == target }) else {
      return target.hasPrefix(BookSource.chaptersFolder + "/")
        ? BookError("‘\(file)’ is not a chapter of this book", at: node, hint: "add it to the chapters of book.yml")
        : nil
    }
    guard parts.count == 2 else { return nil }
    return anchorError(String(parts[1]).removingPercentEncoding ?? String(parts[1]), targetChapter, node)
  }

  private func anchorError(_ anchor: String, _ target: Chapter, _ node: MarkdownNode) -> BookError? {
    let anchors = target.document.headingIdentifiers + target.blocks.map(\.label) + target.document.formulaLabels
    guard !anchor.isEmpty, !anchors.contains(anchor) else { return nil }
    let place = target.path == chapter.path ? "this chapter" : target.path
    return BookError(
      "the link leads to ‘#\(anchor)’, which \(place) does not have", at: node,
      hint: NearestName.of(anchor, among: anchors).map { "did you mean ‘#\($0)’?" })
  }

  private func missing(_ file: String, _ target: String, _ node: MarkdownNode) -> BookError {
    let folder = URL(fileURLWithPath: target).deletingLastPathComponent().relativePath
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: book.folder.appendingPathComponent(folder).path)) ?? []
    let chapterFile = target.hasSuffix(".html") ? String(target.dropLast(5)) + ".md" : nil
    let hint =
      chapterFile.flatMap { exists($0) ? "link to the chapter’s file: \(file.dropLast(5)).md" : nil }
      ?? NearestName.of(URL(fileURLWithPath: target).lastPathComponent, among: names).map { "did you mean ‘\($0)’?" }
    return BookError("there is no file \(target)", at: node, hint: hint)
  }

  // MARK: Images

  private func imageError(_ url: String, _ node: MarkdownNode) -> BookError? {
    if url.hasPrefix("data:image/") { return nil }
    guard !Self.isElsewhere(url) else {
      let hint = "keep a copy in the book’s folder; its pages ask no other host for anything"
      return BookError("the image ‘\(url)’ is on another host", at: node, hint: hint)
    }
    guard !url.isEmpty else { return BookError("this image names no file", at: node, hint: "write ![text](file)") }
    guard let target = path(of: url) else { return outside(url, node) }
    return exists(target) ? nil : missing(url, target, node)
  }

  private func alternativeError(_ node: MarkdownNode) -> BookError? {
    let text = node.children.map(\.plainText).joined()
    guard text.allSatisfy(\.isWhitespace) else { return nil }
    return BookError(
      "this image has no text alternative", at: node, hint: "say what it shows: ![A handwritten seven](file)")
  }

  // MARK: Paths

  /// The target has a scheme (`https:`, `mailto:`) or a host.
  private static func isElsewhere(_ url: String) -> Bool {
    url.hasPrefix("//") || url.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:/) != nil
  }

  /// The path, relative to the book's folder, of a target relative to the chapter; nil if it is outside the book.
  private func path(of target: String) -> String? {
    guard !target.hasPrefix("/") else { return nil }
    var parts = chapter.path.split(separator: "/").dropLast().map(String.init)
    for part in (target.removingPercentEncoding ?? target).split(separator: "/") where part != "." {
      if part != ".." { parts.append(String(part)) } else if parts.popLast() == nil { return nil }
    }
    return parts.joined(separator: "/")
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: book.folder.appendingPathComponent(path).path)
  }

  private func outside(_ file: String, _ node: MarkdownNode) -> BookError {
    BookError("‘\(file)’ is outside the book’s folder", at: node, hint: "write a path relative to the chapter’s file")
  }
}
