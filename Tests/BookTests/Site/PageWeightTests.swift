import Book
import Foundation
import Messages
import Testing

/// What a reader downloads before the images: at most 60 KB, scripts at most 12 KB.
///
/// The limits hold for gzip; here the bytes are counted as they are, which is stricter.
@Suite struct PageWeightTests {
  @Test func styleAndScriptStaySmall() throws {
    let book = try WovenBook()
    try book.add("01-one", title: "One", "Text.\n")
    try book.build()
    let files = try book.snapshot()
    #expect(try #require(files["assets/book.js"]).count < 6_000)
    #expect(try #require(files["assets/book.css"]).count < 24_000)
    #expect(try #require(files["01-one.html"]).count < 8_000)
  }

  @Test func aLongChapterStaysWithinSixtyKilobytes() throws {
    let book = try WovenBook()
    try book.add("01-long", title: "Long", Self.longChapter)
    try book.build()
    let files = try book.snapshot()
    let weight = ["01-long.html", "assets/book.css", "assets/book.js"].compactMap { files[$0].map(Gzip.size) }
    #expect(weight.count == 3 && weight.allSatisfy { $0 > 0 } && weight.reduce(0, +) < 60_000)
  }

  /// 6,000 different words and 1,000 lines of code: longer than a chapter should be.
  private static let longChapter: String = {
    let words = (0..<6000).map { "word\(($0 * 7919) % 3001)" + ($0 % 80 == 79 ? "\n\n" : " ") }.joined()
    let lines = (0..<1000).map { "let value\($0) = Dense(units: \($0 * 31 % 977), activation: .relu)(input\($0 % 13))" }
    return words + "\n\n```swift\n" + lines.joined(separator: "\n") + "\n```\n"
  }()
}

enum Gzip {
  /// Size of data after `gzip -9`, 0 where there is no such program.
  static func size(_ data: Data) -> Int {
    let file = FileManager.default.temporaryDirectory.appending(path: "quire-gzip-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-9", "-c", file.path]
    process.standardOutput = output
    guard (try? data.write(to: file)) != nil, (try? process.run()) != nil else { return 0 }
    let compressed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return compressed.count
  }
}
