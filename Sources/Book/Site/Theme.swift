import Foundation
import Hashing
import Mustache

/// The templates, the style sheet and the script, which travel inside the program.
struct Theme {
  /// Files of `site/assets` by name.
  let assets: [String: Data]
  private let library: MustacheLibrary

  init() throws {
    assets = ["book.css": Data(PackageResources.book_css), "book.js": Data(PackageResources.book_js)]
    MustacheContentTypes.register(BookContent(), named: "BOOK")
    library = MustacheLibrary(templates: [
      "layout": try Self.template(PackageResources.layout_mustache),
      "chapter": try Self.template(PackageResources.chapter_mustache),
      "front": try Self.template(PackageResources.front_mustache),
      "appendix": try Self.template(PackageResources.appendix_mustache),
    ])
  }

  /// Changes with the style sheet and the script, so that a browser never pairs a new page with an old style.
  var version: String {
    let content = assets.sorted { $0.key < $1.key }.reduce(into: Data()) { $0 += $1.value }
    return content.sha256.prefix(4).hexadecimal
  }

  func render(_ page: ChapterPageModel) throws -> Data { try render(page, template: "chapter") }

  func render(_ page: FrontPageModel) throws -> Data { try render(page, template: "front") }

  func render(_ page: AppendixModel) throws -> Data { try render(page, template: "appendix") }

  private func render(_ page: Any, template: String) throws -> Data {
    guard let text = library.render(page, withTemplate: template) else {
      throw BookError("the theme has no template '\(template)'")
    }
    return Data(text.utf8)
  }

  private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
    try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
  }
}

/// Escapes by Unicode scalar: the library's own escaping goes by character, and so lets a quotation mark pass that a
/// combining accent follows.
private struct BookContent: MustacheContentType {
  func escapeText(_ text: String) -> String { HTML.escape(text) }
}
