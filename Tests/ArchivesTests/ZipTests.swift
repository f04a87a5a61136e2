import Archives
import Foundation
import Testing

/// Zip files: written, read again, and refused where they are damaged.
@Suite final class ZipTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zip-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func write(_ members: [(String, [UInt8])], to path: String) throws {
    let zip = try ZipWriter(path: path)
    for (name, content) in members { try zip.add(name, content) }
    try zip.finish()
  }

  private func read(_ path: String, limit: Int = 1 << 20) throws -> [String: [UInt8]] {
    let reader = try ArchiveReader(name: path, .zip)
    try reader.open(file: path)
    var members: [String: [UInt8]] = [:]
    while let name = try reader.nextMember() { members[name] = try reader.content(limit: limit) }
    return members
  }

  private let sample: [(String, [UInt8])] = [("a.json", Array("{}".utf8)), ("inner/b", []), ("c", [0, 1, 2, 255])]

  @Test func whatIsWrittenIsReadAgain() throws {
    try write(sample, to: path("a.zip"))
    let members = try read(path("a.zip"))
    #expect(members == Dictionary(uniqueKeysWithValues: sample))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.zip"])
  }

  @Test func equalMembersGiveEqualBytes() throws {
    try write(sample, to: path("a.zip"))
    Thread.sleep(forTimeInterval: 2.1)  // the times of a zip file have two seconds' resolution
    try write(sample, to: path("b.zip"))
    #expect(try Data(contentsOf: URL(filePath: path("a.zip"))) == Data(contentsOf: URL(filePath: path("b.zip"))))
  }

  @Test func anUnfinishedFileLeavesTheOldOne() throws {
    try write(sample, to: path("a.zip"))
    let zip = try ZipWriter(path: path("a.zip"))
    try zip.add("other", [1])
    withExtendedLifetime(zip) {}
    #expect(try read(path("a.zip")).count == 3)
  }

  @Test func aFolderThatIsNotThereIsAnError() {
    let error = #expect(throws: ArchiveError.self) { try write(sample, to: path("no/where.zip")) }
    #expect(error?.file == path("no/where.zip"))
  }

  @Test func aMemberLargerThanTheLimitIsRefused() throws {
    try write([("a", [UInt8](repeating: 0, count: 5000))], to: path("a.zip"))
    #expect(throws: ArchiveError.self) { try read(path("a.zip"), limit: 4999) }
    #expect(try read(path("a.zip"), limit: 5000)["a"]?.count == 5000)
  }

  @Test func everyCutFileIsRefusedOrWhole() throws {
    try write(sample, to: path("a.zip"))
    let bytes = try Data(contentsOf: URL(filePath: path("a.zip")))
    for length in 0..<bytes.count {
      try bytes.prefix(length).write(to: URL(filePath: path("cut.zip")))
      let members = (try? read(path("cut.zip"))) ?? [:]
      for (name, content) in members { #expect(sample.contains { $0 == (name, content) }, "cut to \(length)") }
    }
  }
}
