import Foundation
import Messages

/// `results.json`: the facts of the book for programs. Keys are sorted, numbers keep all their digits.
struct ResultsFile: Encodable {
  var book: BookEntry
  var chapters: [ChapterEntry]

  struct BookEntry: Encodable {
    var title: String
    var commit: String?
    var machine: String
    var versions: [String: String]
    var seconds: Double
  }

  struct ChapterEntry: Encodable {
    var slug: String
    var title: String
    var seed: UInt64
    var data: [DataEntry]
    var blocks: [BlockEntry]
    var metrics: [Metric]
    var claims: [ClaimEntry]
  }

  struct DataEntry: Encodable {
    var name: String
    var edition: String
    /// Number of examples; absent for weights.
    var count: Int?
    var fingerprint: String
  }

  struct BlockEntry: Encodable {
    var label: String
    var line: Int
    var seconds: Double
    var status: ChapterResults.Status
  }

  struct ClaimEntry: Encodable {
    var name: String
    var source: String
    var expected: Expected
    var measured: Double
    var met: Bool
  }

  /// The bounds that there are: both for a range.
  struct Expected: Encodable {
    var atLeast: Double?
    var atMost: Double?
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

extension ResultsFile.ChapterEntry {
  init(_ facts: ChapterFacts) {
    slug = facts.chapter.slug
    title = facts.chapter.frontMatter.title
    seed = facts.chapter.frontMatter.seed
    data = facts.dataSets.map {
      ResultsFile.DataEntry(name: $0.name, edition: $0.edition, count: $0.count, fingerprint: $0.fingerprint)
    }
    blocks = facts.results.blocks.map { block in
      ResultsFile.BlockEntry(
        label: block.label, line: facts.chapter.block(block.label)?.line ?? 0, seconds: block.seconds,
        status: facts.results.status[block.label] ?? .reused)
    }
    metrics = facts.metrics
    claims = facts.claims.map {
      ResultsFile.ClaimEntry(
        name: $0.name, source: $0.source, expected: ResultsFile.Expected($0.expected), measured: $0.measured,
        met: $0.isMet)
    }
  }
}

extension ResultsFile.Expected {
  init(_ bound: Claim.Bound) {
    switch bound {
    case .atLeast(let least): self.init(atLeast: least)
    case .atMost(let most): self.init(atMost: most)
    case .within(let range): self.init(atLeast: range.lowerBound, atMost: range.upperBound)
    }
  }
}
