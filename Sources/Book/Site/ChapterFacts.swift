import Messages

/// What a reader must know of a chapter's results to judge them: data, seed, machine, time.
struct ChapterFacts {
  let chapter: Chapter
  let results: ChapterResults

  /// A data set that the chapter has read.
  struct DataSet: Equatable {
    var name: String
    var edition: String
    /// Number of examples; nil for weights.
    var count: Int?
    var fingerprint: String
  }

  /// Every data set once, in the order in which the blocks read them.
  var dataSets: [DataSet] {
    var found: [DataSet] = []
    for dependency in results.blocks.flatMap(\.dependencies) where dependency.kind == .data {
      let parts = dependency.name.split(separator: "/", maxSplits: 1).map(String.init)
      let dataSet = DataSet(
        name: parts.first ?? "", edition: parts.count > 1 ? parts[1] : "full", count: dependency.count,
        fingerprint: dependency.fingerprint)
      if !found.contains(dataSet) { found.append(dataSet) }
    }
    return found
  }

  /// What the blocks took together when they were last run.
  var seconds: Double { results.blocks.reduce(0) { $0 + $1.seconds } }

  var claims: [Claim] {
    results.blocks.flatMap(\.outputs).compactMap { if case .claim(let claim) = $0 { claim } else { nil } }
  }

  var metrics: [Metric] {
    results.blocks.flatMap(\.outputs).compactMap { if case .metric(let metric) = $0 { metric } else { nil } }
  }

  /// `mnist (sample)`
  var dataNames: String { dataSets.map { "\($0.name) (\($0.edition))" }.joined(separator: ", ") }

  /// For the front page: `2 of 2 claims met · computed in 42.1 s`.
  var status: String {
    guard !results.blocks.isEmpty else { return chapter.blocks.isEmpty ? "Text only" : "Not run yet" }
    let met = claims.count { $0.isMet }
    let kept = claims.isEmpty ? [] : ["\(met) of \(claims.count) \(claims.count == 1 ? "claim" : "claims") met"]
    return (kept + ["computed in \(NumberText.duration(seconds))"]).joined(separator: " · ")
  }

  /// The lines above the provenance at the foot of the chapter's page.
  var lines: [String] {
    guard !results.blocks.isEmpty else { return [] }
    let data = dataSets.map { set in
      let examples = set.count.map { ", \(NumberText.count($0)) examples" } ?? ""
      return "\(set.name), \(set.edition) edition\(examples) (\(set.fingerprint.prefix(12)))"
    }
    return (data.isEmpty ? [] : ["Data: " + data.joined(separator: "; ")]) + [runLine]
  }

  /// `Seed 1, computed in 42.1 s on AMD EPYC, 2 threads, …`
  var runLine: String {
    let run = "Seed \(chapter.frontMatter.seed), computed in \(NumberText.duration(seconds))"
    return run + (results.facts.map { " on \($0.line)" } ?? "")
  }
}

extension KernelFacts {
  /// `Intel Xeon, 2 threads, OpenBLAS 0.3.21 for SkylakeX`
  var line: String {
    "\(processor), \(threads) \(threads == 1 ? "thread" : "threads"), OpenBLAS \(blasVersion) for \(blasKernel)"
  }
}
