import Foundation

extension BookSource {
  /// Where the site goes if the command line does not say.
  public var site: URL { folder.appending(path: configuration.output, directoryHint: .isDirectory) }

  /// The chapter with a number such as `1` or a slug such as `01-convnet-from-scratch`.
  /// - Throws: `BookError` that names the nearest chapter, or all.
  public func chapter(named name: String) throws(BookError) -> Chapter {
    if let chapter = chapters.first(where: { $0.slug == name || String($0.number) == name }) { return chapter }
    let slugs = chapters.map(\.slug)
    throw BookError(
      "there is no chapter `\(name)`",
      hint: NearestName.hint(for: name, among: slugs) ?? "the book has \(slugs.joined(separator: ", "))")
  }
}
