import Book
import Foundation
import Messages
import Testing

@Suite struct ResultsFileTests {
  /// What a program that reads the file may rely on.
  private struct Results: Decodable {
    struct Book: Decodable {
      var title: String
      var commit: String
      var machine: String
      var versions: [String: String]
      var seconds: Double
    }
    struct Chapter: Decodable {
      var slug: String
      var title: String
      var seed: UInt64
      var data: [DataSet]
      var blocks: [Block]
      var metrics: [Value]
      var claims: [Claim]
    }
    struct DataSet: Decodable, Equatable {
      var name: String
      var edition: String
      var count: Int
      var fingerprint: String
    }
    struct Block: Decodable, Equatable {
      var label: String
      var line: Int
      var seconds: Double
      var status: String
    }
    struct Value: Decodable, Equatable {
      var name: String
      var value: Double
    }
    struct Claim: Decodable, Equatable {
      var name: String
      var source: String
      var expected: [String: Double]
      var measured: Double
      var met: Bool
    }
    var book: Book
    var chapters: [Chapter]
  }

  private let outputs: [Output] = [
    .metric(Metric(name: "accuracy", value: 0.1 + 0.2)),
    .claim(Claim(name: "A", source: "</script> \"S\"", expected: .atLeast(0.95), measured: 1.0 / 3)),
    .claim(Claim(name: "B", source: "S", expected: .within(1...2), measured: 1.5)),
  ]

  private func book() throws -> WovenBook {
    let book = try WovenBook()
    try book.add(
      "01-one", title: "One", "```swift run\n//| label: a\nf()\n```\n\n```swift run\n//| label: b\nf()\n```\n",
      outputs: ["a": outputs, "b": []])
    return book
  }

  @Test func theFactsAreThere() throws {
    let book = try book()
    try book.build()
    let results = try JSONDecoder().decode(Results.self, from: Data(try book.read("results.json").utf8))
    #expect(
      results.book.commit == "abc1234" && results.book.versions == ["Swift": "6.3"] && results.book.seconds == 2.5)
    let chapter = try #require(results.chapters.first)
    #expect(chapter.data == [.init(name: "mnist", edition: "sample", count: 5000, fingerprint: "0123456789abcdef")])
    #expect(
      chapter.blocks == [
        .init(label: "a", line: 5, seconds: 1.25, status: "executed"),
        .init(label: "b", line: 10, seconds: 1.25, status: "reused"),
      ])
    #expect(chapter.metrics == [.init(name: "accuracy", value: 0.1 + 0.2)])
    #expect(
      chapter.claims == [
        .init(name: "A", source: "</script> \"S\"", expected: ["atLeast": 0.95], measured: 1.0 / 3, met: false),
        .init(name: "B", source: "S", expected: ["atLeast": 1, "atMost": 2], measured: 1.5, met: true),
      ])
  }

  @Test func keysComeInTheSameOrderEveryTime() throws {
    let book = try book()
    try book.build()
    let text = try book.read("results.json")
    let keys = text.matches(of: /"([a-z]+)" :/).map { String($0.output.1) }
    #expect(keys.prefix(5) == ["book", "commit", "machine", "seconds", "title"])
    #expect(text.hasSuffix("}\n"))
  }

  @Test func aNumberThatIsNoneIsStillWritten() throws {
    let book = try WovenBook()
    try book.add(
      "01-one", title: "One", "```swift run\n//| label: a\nf()\n```\n",
      outputs: ["a": [.metric(Metric(name: "loss", value: .nan))]])
    try book.build()
    #expect(try book.read("results.json").contains("\"value\" : \"NaN\""))
  }
}
