import Foundation
import Testing

import Datasets

/// Taking files out of archives that were made to do harm or were cut off.
@Suite struct ArchiveTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  /// Makes an archive with Python, which can write what other programs refuse to.
  private func make(_ name: String, _ script: String) throws -> URL {
    let url = temporary.url.appendingPathComponent(name)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", "import io, sys, tarfile, zipfile\n" + script, url.path]
    try process.run()
    process.waitUntilExit()
    return url
  }

  private func extract(_ name: String, from archive: URL, bytes: Int) throws -> [UInt8] {
    let folder = try temporary.subfolder("out")
    let staging = Staging(folder: folder)
    let file = DataFile(name, bytes: bytes, .sha256(""))
    try Archive(at: archive).extract([file], to: staging) { path, file in path.hasSuffix(file.name) }
    return [UInt8](try Data(contentsOf: staging.part(of: file)))
  }

  @Test func aMemberOfAZipIsExtracted() throws {
    let zip = try make("a.whl", "zipfile.ZipFile(sys.argv[1], 'w').writestr('x/digits.csv', 'abc')")
    #expect(try extract("digits.csv", from: zip, bytes: 3) == Array("abc".utf8))
  }

  @Test func pathsThatLeadOutLeadNowhere() throws {
    let zip = try make("a.whl", "zipfile.ZipFile(sys.argv[1], 'w').writestr('../../digits.csv', 'abc')")
    #expect(try extract("digits.csv", from: zip, bytes: 3) == Array("abc".utf8))
    #expect(temporary.files(below: "") == ["a.whl", "out/.digits.csv.part"])
  }

  @Test func linksAreNotFollowed() throws {
    let tar = try make(
      "a.tar",
      """
      member = tarfile.TarInfo('digits.csv'); member.type = tarfile.SYMTYPE; member.linkname = '/etc/passwd'
      archive = tarfile.open(sys.argv[1], 'w'); archive.addfile(member); archive.close()
      """)
    #expect(throws: (any Error).self) { try extract("digits.csv", from: tar, bytes: 3) }
    #expect(temporary.files(below: "out") == [])
  }

  @Test func aMemberLargerThanAnnouncedIsRefused() throws {
    let zip = try make(
      "a.whl", "zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED).writestr('digits.csv', 'a' * 50_000_000)")
    let error = #expect(throws: Unavailable.self) { try extract("digits.csv", from: zip, bytes: 1000) }
    #expect(error?.reason.contains("larger") == true)
    #expect(temporary.files(below: "out") == [])
  }

  @Test func aCutOffArchiveIsOneClearError() throws {
    let zip = try make(
      "a.whl",
      "import random\n"
        + "zipfile.ZipFile(sys.argv[1], 'w').writestr('digits.csv', random.Random(1).randbytes(100_000))")
    try Data(contentsOf: zip).prefix(60_000).write(to: zip)
    let error = #expect(throws: Unavailable.self) { try extract("digits.csv", from: zip, bytes: 100_000) }
    #expect(error?.reason.hasPrefix("a.whl: it is damaged or cut off") == true)
    #expect(temporary.files(below: "out") == [], "the next place would go on with what is there")
  }
}
