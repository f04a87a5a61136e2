import Messages

/// What surrounds the text of a page: navigation, contents, facts; and the front page, which is little else.
struct PageFrame {
  let configuration: BookConfiguration
  let chapters: [SiteChapter]
  let preface: Chapter?
  let appendix: Chapter?
  let provenance: Provenance
  let theme: Theme

  func chapterPage(at index: Int, _ woven: WovenChapter) -> ChapterPageModel {
    let entry = chapters[index]
    let matter = entry.chapter.frontMatter
    let previous = index > 0 ? link(at: index - 1) : prefaceLink
    let next = index + 1 < chapters.count ? link(at: index + 1) : AppendixModel.link
    return ChapterPageModel(
      source: entry.stale.isEmpty ? PageSource(entry.chapter, of: book).fingerprint : nil,
      language: configuration.language, book: configuration.title,
      title: "\(matter.title) – \(configuration.title)", description: matter.summary, assets: theme.version,
      preface: prefaceLink, chapters: chapters.indices.map { link(at: $0, isCurrent: $0 == index) },
      previous: previous, next: next,
      main: woven.main.text, contents: woven.contents.map(ContentsModel.init), facts: ChapterFacts(entry).lines,
      provenance: provenance.line, hasContents: !woven.contents.isEmpty)
  }

  /// - Parameter woven: the preface, if the book has one.
  func frontPage(_ woven: WovenChapter?) -> FrontPageModel {
    let claims = chapters.flatMap(claimRows)
    return FrontPageModel(
      source: PageSource(frontPageOf: book).fingerprint, language: configuration.language, book: configuration.title,
      title: configuration.title,
      description: configuration.description ?? configuration.subtitle ?? configuration.title,
      subtitle: configuration.subtitle, about: configuration.description,
      author: configuration.author, assets: theme.version, preface: proseModel(woven, of: preface, ProseModel.preface),
      chapters: chapters.indices.map { link(at: $0) }, next: chapters.isEmpty ? nil : link(at: 0), claims: claims,
      facts: machines, provenance: provenance.line, hasClaims: !claims.isEmpty)
  }

  /// - Parameter woven: the appendix's own prose, if the book has any.
  func appendixPage(_ woven: WovenChapter?) -> AppendixModel {
    let links = chapters.indices.map { link(at: $0) }
    return AppendixModel(
      source: PageSource(appendixOf: book).fingerprint, language: configuration.language,
      book: configuration.title, title: "\(AppendixModel.heading) – \(configuration.title)",
      description: "Data, seeds, parameters, machines and times behind every number of the book.",
      assets: theme.version, preface: prefaceLink, chapters: links, previous: links.last,
      prose: proseModel(woven, of: appendix, ProseModel.appendix),
      accounts: zip(chapters, links).filter { !$0.0.results.blocks.isEmpty }.map(AppendixModel.Account.init),
      versions: provenance.versions.sorted { $0.key < $1.key }.map {
        AppendixModel.Version(name: $0.key, version: $0.value)
      },
      facts: machines, provenance: provenance.line)
  }

  private var book: PageSource.Book {
    PageSource.Book(
      configuration: configuration, chapters: chapters.map(\.chapter), preface: preface, appendix: appendix)
  }

  private var prefaceLink: ChapterLink? {
    preface.map {
      ChapterLink(number: 0, title: $0.frontMatter.title, address: "index.html#\(ProseModel.preface)")
    }
  }

  private func proseModel(_ woven: WovenChapter?, of text: Chapter?, _ identifier: String) -> ProseModel? {
    guard let woven, let text else { return nil }
    return ProseModel(identifier: identifier, title: text.frontMatter.title, main: woven.main.text)
  }

  private func link(at index: Int, isCurrent: Bool = false) -> ChapterLink {
    let chapter = chapters[index].chapter
    let summary = chapter.frontMatter.summary
    return ChapterLink(
      number: chapter.number, title: chapter.frontMatter.title, address: chapter.pageName, isCurrent: isCurrent,
      summary: summary.isEmpty ? nil : summary, status: ChapterFacts(chapters[index]).status)
  }

  /// A page numbers its claims from 1 in the order in which its blocks made them.
  private func claimRows(_ entry: SiteChapter) -> [ClaimRow] {
    let facts = ChapterFacts(entry)
    return facts.claims.enumerated().map { index, claim in
      ClaimRow(
        name: claim.name, address: "\(entry.chapter.pageName)#_claim-\(index + 1)", source: claim.source,
        expected: claim.expected.phrase, measured: claim.measuredText, verdict: claim.verdict,
        className: claim.verdictClass, data: facts.dataNames, seed: String(entry.chapter.frontMatter.seed),
        time: NumberText.duration(facts.seconds))
    }
  }

  /// Where the results were computed: one line for each machine.
  private var machines: [String] {
    var lines: [String] = []
    for facts in chapters.compactMap(\.results.facts) where !lines.contains(facts.line) { lines.append(facts.line) }
    return lines.map { "Computed on \($0)" }
  }
}
