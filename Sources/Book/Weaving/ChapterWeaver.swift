import Foundation
import Messages

/// Weaves a chapter's text and the results of its blocks into HTML.
///
/// 1. `Numbering` gives figures and tables their numbers.
/// 2. Each block of text becomes markup (`ChapterWeaver+Blocks`, `+Inlines`, `+Listings`).
/// 3. Under each run-block stand its outputs (`ChapterWeaver+Outputs`, `+Figures`, `+Tables`).
/// 4. Headings, images and claims are noted on the way, for the frame of the page and for the front page.
///
/// Formulae come with the MathML that `FormulaStore` has for them.
///
/// Identifiers that the weaver makes up begin with an underscore; those of headings and blocks never do.
package struct ChapterWeaver {
  let chapter: Chapter
  let results: ChapterResults
  /// Labels of the blocks whose stored results belong to an earlier version of the chapter.
  let stale: Set<String>
  let bookFolder: URL
  /// Where figures lie that blocks have drawn.
  let imagesFolder: URL
  /// MathML.
  let formulae: [Formula: String]
  let numbering: Numbering

  /// Before every identifier made from text that a block has printed, which may repeat the chapter's own.
  var identifierPrefix = ""
  var headings: [(level: Int, entry: ContentsEntry)] = []
  var images: Set<PageImage> = []
  var claims: [PlacedClaim] = []
  var listings = 0
  /// Level of the title that stands above the text.
  var titleLevel = 1
  /// Level of the last heading.
  var outline = 1
  /// Labels that a figure or table bears as its identifier, so that its block does not.
  var placed: Set<String> = []
  var errors: [BookError] = []

  package init(
    chapter: Chapter, results: ChapterResults, stale: Set<String> = [], bookFolder: URL, imagesFolder: URL,
    formulae: [Formula: String] = [:]
  ) {
    self.chapter = chapter
    self.results = results
    self.stale = stale
    self.bookFolder = bookFolder
    self.imagesFolder = imagesFolder
    self.formulae = formulae
    numbering = Numbering(chapter)
  }

  /// Weaves the whole chapter.
  ///
  /// - Throws: `BookErrors`, each at its line: an image that is not there, a figure without a text alternative, a
  ///   reference to nothing.
  package consuming func weave() throws -> WovenChapter {
    let body = blocks(chapter.document.children)
    if !errors.isEmpty { throw BookErrors(errors) }
    let main = opening + (isStale ? staleNotice : .empty) + body + footnotes
    return WovenChapter(main: main, contents: contents, images: images, claims: claims)
  }

  /// Weaves a text that stands under a heading of another page, such as the preface.
  ///
  /// - Throws: as `weave`.
  package consuming func weaveProse() throws -> WovenChapter {
    (titleLevel, outline) = (2, 2)
    let body = blocks(chapter.document.children)
    if !errors.isEmpty { throw BookErrors(errors) }
    return WovenChapter(main: body + footnotes, contents: [], images: images, claims: [])
  }

  mutating func report(_ message: String, line: Int, hint: String? = nil) {
    errors.append(BookError(message, file: chapter.path, line: line, hint: hint))
  }

  private var opening: HTML {
    let summary = chapter.frontMatter.summary
    return """
      <header>
      <p class="eyebrow">Chapter \(chapter.number)</p>
      <h1>\(chapter.frontMatter.title)</h1>\(summary.isEmpty ? .empty : "\n<p class=\"lede\">\(summary)</p>" as HTML)
      </header>

      """
  }

  private var isStale: Bool {
    !stale.isEmpty || chapter.blocks.contains { $0.options.eval && results[$0.label] == nil }
  }

  private var staleNotice: HTML {
    """
    <p class="notice">These results are from an earlier version of this chapter.</p>

    """
  }

  /// Headings of the third level under those of the second.
  private var contents: [ContentsEntry] {
    headings.reduce(into: []) { entries, heading in
      switch heading.level {
      case ...2: entries.append(heading.entry)
      case 3 where !entries.isEmpty: entries[entries.count - 1].children.append(heading.entry)
      default: break
      }
    }
  }
}
