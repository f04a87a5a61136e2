import Foundation
import Messages

extension ResultStore {
  /// The machine and the libraries that a chapter's results were last computed with, if any were.
  public func facts(of slug: String) -> KernelFacts? {
    guard let content = try? Data(contentsOf: factsFile(slug)) else { return nil }
    return try? JSONDecoder().decode(KernelFacts.self, from: content)
  }

  /// Notes the machine and the libraries of a chapter's results.
  /// - Throws: if the file cannot be written.
  func save(_ facts: KernelFacts, of slug: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try (encoder.encode(facts) + Data("\n".utf8)).write(to: factsFile(slug), options: .atomic)
  }

  private func factsFile(_ slug: String) -> URL {
    folder.appendingPathComponent("results", isDirectory: true).appendingPathComponent(slug + ".json")
  }
}
