/// Values of `appendix.mustache`: how each number of the book was made.
struct AppendixModel {
  /// The page's file name in the site.
  static let pageName = "appendix.html"
  static let heading = "How each number was made"
  static let link = ChapterLink(number: 0, title: heading, address: pageName)

  var source: String
  var language: String
  var book: String
  var title: String
  var description: String
  var assets: String
  var preface: ChapterLink?
  /// The chapters of the book, for the navigation.
  var chapters: [ChapterLink]
  var previous: ChapterLink?
  /// What the author has to say.
  var prose: ProseModel?
  var accounts: [Account]
  var versions: [Version]
  var facts: [String]
  var provenance: String

  /// What made the numbers of a chapter.
  struct Account {
    var chapter: ChapterLink
    var identifier: String
    /// Seed, time and machine.
    var summary: String
    var parameters: [Parameter]
    var dataSets: [DataSet]
    var metrics: [Metric]
    var blocks: [Block]

    let hasDataSets: Bool
    let hasMetrics: Bool
    let hasBlocks: Bool
  }

  struct Version {
    var name: String
    var version: String
  }

  struct Parameter {
    var name: String
    var value: String
  }

  struct DataSet {
    var name: String
    var edition: String
    /// Empty for weights.
    var examples: String
    var fingerprint: String
  }

  struct Metric {
    var name: String
    /// With all digits that distinguish it.
    var value: String
  }

  struct Block {
    var label: String
    var time: String
  }
}

extension AppendixModel.Account {
  init(_ entry: SiteChapter, link: ChapterLink) {
    let facts = ChapterFacts(entry)
    let dependencies = entry.results.blocks.flatMap(\.dependencies)
    let values = Dictionary(
      dependencies.filter { $0.kind == .parameter }.map { ($0.name, $0.fingerprint) },
      uniquingKeysWith: { first, _ in first })
    chapter = link
    identifier = "_chapter-\(entry.chapter.number)"
    summary = facts.runLine
    parameters = entry.chapter.frontMatter.parameters.compactMap { parameter in
      // A fingerprint names the type, then the value.
      values[parameter.name].map {
        AppendixModel.Parameter(
          name: parameter.name, value: String($0.dropFirst(parameter.kind.rawValue.count + 1)))
      }
    }
    dataSets = facts.dataSets.map {
      AppendixModel.DataSet(
        name: $0.name, edition: $0.edition, examples: $0.count.map(NumberText.count) ?? "", fingerprint: $0.fingerprint)
    }
    metrics = facts.metrics.map { AppendixModel.Metric(name: $0.name, value: String($0.value)) }
    blocks = entry.results.blocks.map { AppendixModel.Block(label: $0.label, time: NumberText.duration($0.seconds)) }
    (hasDataSets, hasMetrics, hasBlocks) = (!dataSets.isEmpty, !metrics.isEmpty, !blocks.isEmpty)
  }
}
