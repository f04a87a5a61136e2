// What the templates in Theme see. Every value is plain text, which they escape, but for `main`.

/// Values of `chapter.mustache`.
struct ChapterPageModel {
  /// The fingerprint of the text the page was made from; nil where results belong to an earlier text.
  var source: String?
  var language: String
  var book: String
  var title: String
  var description: String
  var assets: String
  var preface: ChapterLink?
  var chapters: [ChapterLink]
  var previous: ChapterLink?
  var next: ChapterLink
  var main: String
  var contents: [ContentsModel]
  var facts: [String]
  var provenance: String

  let hasContents: Bool
}

/// Values of `front.mustache`.
struct FrontPageModel {
  /// The fingerprint of the text the page was made from.
  var source: String
  var language: String
  var book: String
  var title: String
  var description: String
  var subtitle: String?
  /// What the book is about.
  var about: String?
  var author: String?
  var assets: String
  var preface: ProseModel?
  var chapters: [ChapterLink]
  var next: ChapterLink?
  var claims: [ClaimRow]
  var facts: [String]
  var provenance: String

  let hasClaims: Bool
}

/// The prose of the front page or of the appendix.
struct ProseModel {
  /// Of the preface's heading on the front page.
  static let preface = "_preface"
  /// Of the heading in the appendix.
  static let appendix = "_prose"

  let identifier: String
  var title: String
  var main: String
}

/// A chapter in a list of chapters.
struct ChapterLink {
  var number: Int
  var title: String
  var address: String
  var isCurrent = false
  var summary: String?
  var status = ""
}

/// A heading of the second level and those under it.
struct ContentsModel {
  var identifier: String
  var title: String
  var children: [ContentsModel]
  let hasChildren: Bool

  init(_ entry: ContentsEntry) {
    identifier = entry.identifier
    title = entry.title
    children = entry.children.map(ContentsModel.init)
    hasChildren = !entry.children.isEmpty
  }
}

/// A row of the front page's table.
struct ClaimRow {
  var name: String
  var address: String
  var source: String
  var expected: String
  var measured: String
  var verdict: String
  var className: String
  var data: String
  var seed: String
  var time: String
}
