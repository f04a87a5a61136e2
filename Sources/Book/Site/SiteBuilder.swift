import Foundation

/// A chapter with its stored results.
public struct SiteChapter: Sendable {
  public var chapter: Chapter
  public var results: ChapterResults
  /// Labels of the blocks whose stored results belong to an earlier version of the chapter.
  public var stale: Set<String>

  public init(_ chapter: Chapter, results: ChapterResults, stale: Set<String> = []) {
    self.chapter = chapter
    self.results = results
    self.stale = stale
  }
}

/// Emits a book: a page for each chapter, the front page, the appendix, `results.json`, images and the theme's files.
///
/// 1. The formulae of all pages that are written become MathML.
/// 2. Chapters are woven and put into the page's frame.
/// 3. The front page, the appendix and `results.json` are made from the results of all chapters; the preface becomes
///    part of the front page, and the appendix has prose of its own.
/// 4. `SiteWriter` moves what has changed into place, once everything else has gone well.
public struct SiteBuilder {
  let configuration: BookConfiguration
  let bookFolder: URL
  let imagesFolder: URL
  let chapters: [SiteChapter]
  let preface: SiteChapter?
  let appendix: SiteChapter?
  let provenance: Provenance

  /// - Parameter bookFolder: where `book.yml` and the chapters lie.
  /// - Parameter imagesFolder: where the figures lie that blocks have drawn.
  /// - Parameter chapters: all chapters of the book in order, those not to be written too.
  public init(
    configuration: BookConfiguration, bookFolder: URL, imagesFolder: URL, chapters: [SiteChapter],
    preface: Chapter? = nil, appendix: Chapter? = nil, provenance: Provenance
  ) {
    self.configuration = configuration
    self.bookFolder = bookFolder
    self.imagesFolder = imagesFolder
    self.chapters = chapters
    self.preface = preface.map(SiteChapter.init(prose:))
    self.appendix = appendix.map(SiteChapter.init(prose:))
    self.provenance = provenance
  }

  /// Writes the site into a folder.
  ///
  /// - Parameter slugs: the chapters whose pages are to be written; nil for all. A page that is not there yet is
  ///   written in any case, since the front page links to it.
  /// - Returns: the paths of the files that changed, relative to `site`.
  /// - Throws: `BookErrors` or a file error; the site is as it was then.
  @discardableResult
  public func write(to site: URL, only slugs: Set<String>? = nil) throws -> [String] {
    let theme = try Theme()
    let frame = PageFrame(
      configuration: configuration, chapters: chapters, preface: preface?.chapter, appendix: appendix?.chapter,
      provenance: provenance, theme: theme)
    let wanted = chapters.indices.filter { isWanted(chapters[$0].chapter, slugs, site) }
    let formulae = try formulae(of: [preface, appendix].compactMap(\.self) + wanted.map { chapters[$0] })
    let (front, back) = (try prose(preface, formulae), try prose(appendix, formulae))
    var files = try frontFiles(frame, front, back)
    var images = (front?.images ?? []).union(back?.images ?? [])
    for index in wanted {
      let woven = try weaver(chapters[index], formulae).weave()
      files[chapters[index].chapter.pageName] = try theme.render(frame.chapterPage(at: index, woven))
      images.formUnion(woven.images)
    }
    return try SiteWriter(site: site).write(files, images: images, removing: formerPages(of: site))
  }

  /// Pages of chapters that the book no longer holds, as the site's own `results.json` remembers them.
  private func formerPages(of site: URL) -> [String] {
    struct Former: Decodable {
      struct Entry: Decodable { var slug: String }
      var chapters: [Entry]
    }
    guard let data = try? Data(contentsOf: site.appending(path: "results.json")),
      let former = try? JSONDecoder().decode(Former.self, from: data)
    else { return [] }
    let slugs = Set(former.chapters.map(\.slug)).subtracting(chapters.map(\.chapter.slug))
    return slugs.filter { !$0.contains("/") }.map { $0 + ".html" }.sorted()
  }

  private func isWanted(_ chapter: Chapter, _ slugs: Set<String>?, _ site: URL) -> Bool {
    guard let slugs, !slugs.contains(chapter.slug) else { return true }
    return !FileManager.default.fileExists(atPath: site.appending(path: chapter.pageName).path)
  }

  private func formulae(of entries: [SiteChapter]) throws -> [Formula: String] {
    try FormulaStore(book: bookFolder).markup(of: entries.flatMap(\.formulae))
  }

  private func weaver(_ entry: SiteChapter, _ formulae: [Formula: String]) throws -> ChapterWeaver {
    if !entry.chapter.errors.isEmpty { throw BookErrors(entry.chapter.errors) }
    return ChapterWeaver(
      chapter: entry.chapter, results: entry.results, stale: entry.stale, bookFolder: bookFolder,
      imagesFolder: imagesFolder, formulae: formulae)
  }

  private func prose(_ entry: SiteChapter?, _ formulae: [Formula: String]) throws -> WovenChapter? {
    try entry.map { try weaver($0, formulae).weaveProse() }
  }

  /// Front page, appendix, facts, style sheet and script.
  private func frontFiles(
    _ frame: PageFrame, _ preface: WovenChapter?, _ appendix: WovenChapter?
  ) throws -> [String: Data] {
    var files = Dictionary(uniqueKeysWithValues: frame.theme.assets.map { ("assets/" + $0.key, $0.value) })
    files["index.html"] = try frame.theme.render(frame.frontPage(preface))
    files[AppendixModel.pageName] = try frame.theme.render(frame.appendixPage(appendix))
    files["results.json"] = try results.encoded()
    return files
  }

  private var results: ResultsFile {
    let book = ResultsFile.BookEntry(
      title: configuration.title, commit: provenance.commit, machine: provenance.machine,
      versions: provenance.versions, seconds: provenance.seconds)
    let entries = chapters.map { ResultsFile.ChapterEntry(ChapterFacts($0)) }
    return ResultsFile(book: book, chapters: entries)
  }
}

extension SiteChapter {
  /// A text without results.
  fileprivate init(prose: Chapter) {
    self.init(prose, results: ChapterResults(blocks: [], status: [:], facts: nil))
  }

  /// The formulae of the chapter, and of the Markdown that its blocks have printed.
  fileprivate var formulae: [PlacedFormula] {
    let printed = chapter.blocks.filter { $0.options.output == .asIs }.flatMap { block in
      (results[block.label]?.outputs ?? []).flatMap { output -> [PlacedFormula] in
        guard case .text(let text) = output else { return [] }
        return chapter.formulae(inMarkdown: text, line: block.line)
      }
    }
    return chapter.formulae + printed
  }
}

extension Chapter {
  /// File name of the chapter's page in the site.
  var pageName: String { slug + ".html" }
}

extension ChapterFacts {
  init(_ entry: SiteChapter) { self.init(chapter: entry.chapter, results: entry.results) }
}
