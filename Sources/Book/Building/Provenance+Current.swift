import Foundation
import Messages

extension Provenance {
  /// Where and from what this build is made.
  static func current(
    book: URL, version: String, compiler: String, facts: KernelFacts?, seconds: Double
  ) -> Provenance {
    var versions = ["Quire": version, "Swift": compiler]
    if let facts { versions["OpenBLAS"] = "\(facts.blasVersion) (\(facts.blasKernel))" }
    let cores = ProcessInfo.processInfo.processorCount
    let machine = [facts?.processor, "\(cores) \(cores == 1 ? "core" : "cores")"].compactMap { $0 }
    return Provenance(
      commit: commit(of: book), machine: machine.joined(separator: ", "),
      versions: versions, seconds: seconds, date: day)
  }

  /// The day in the form 2026-11-23.
  private static var day: String {
    Date.now.formatted(.iso8601.year().month().day())
  }

  /// The commit of the repository that holds the book, with `+` where files differ from it; nil outside a repository.
  private static func commit(of book: URL) -> String? {
    guard let commit = git(["rev-parse", "--short", "HEAD"], in: book), !commit.isEmpty else { return nil }
    let changes = git(["status", "--porcelain", "--untracked-files=no", "--", ".", ":!site"], in: book) ?? ""
    return changes.isEmpty ? commit : commit + "+"
  }

  private static func git(_ arguments: [String], in folder: URL) -> String? {
    let tool = Tool(program: "/usr/bin/env", arguments: ["git", "-C", folder.path] + arguments)
    guard let result = try? tool.run(), result.status == 0 else { return nil }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
