import Archives
import Foundation
import Testing

/// Whole archives written to a folder: what is wanted arrives, and nothing ever lands elsewhere.
@Suite final class UnpackingTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("unpack-\(UUID().uuidString)")
  private var target: URL { folder.appendingPathComponent("out") }

  init() throws { try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Makes an archive with Python, which writes what other programs refuse to.
  private func make(_ name: String, _ script: String) throws -> URL {
    let url = folder.appendingPathComponent(name)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let start = """
      import io, sys, tarfile, warnings, zipfile
      warnings.simplefilter('ignore')
      def zipped(*names):
          with zipfile.ZipFile(sys.argv[1], 'w') as z:
              for name in names: z.writestr(name, 'abc')
      def tarred(*members, mode='w'):
          with tarfile.open(sys.argv[1], mode) as t:
              for name, kind, link in members:
                  m = tarfile.TarInfo(name); m.type = kind; m.linkname = link; m.size = 3 if kind == tarfile.REGTYPE else 0
                  t.addfile(m, io.BytesIO(b'abc'))
      """
    process.arguments = ["python3", "-c", start + "\n" + script, url.path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return url
  }

  private func files() -> [String] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.allObjects.compactMap { $0 as? String } ?? []
    return paths.filter { !$0.hasPrefix("a.") && (try? Data(contentsOf: folder.appendingPathComponent($0))) != nil }
      .sorted()
  }

  private let unpacking = Unpacking(largestContent: 1_000_000, mostMembers: 100)

  @Test(arguments: [
    ("a.zip", "zipped('x/1.jpg', 'x/y/2.jpg', 'x/Thumbs.db')"),
    ("a.tar", "tarred(('./x/1.jpg', tarfile.REGTYPE, ''), ('x/y/2.jpg', tarfile.REGTYPE, ''))"),
    ("a.tar.gz", "tarred(('x/1.jpg', tarfile.REGTYPE, ''), ('x/y/2.jpg', tarfile.REGTYPE, ''), mode='w:gz')"),
    ("a.tar.xz", "tarred(('x/1.jpg', tarfile.REGTYPE, ''), ('x/y/2.jpg', tarfile.REGTYPE, ''), mode='w:xz')"),
  ])
  func whatIsWantedArrives(name: String, script: String) throws {
    let archive = try make(name, script)
    var seen: [Int] = []
    let count = try unpacking.unpack(archive, into: target, isWanted: { $0.hasSuffix(".jpg") }) { seen.append($0) }
    #expect(count == 2 && seen == [1, 2])
    #expect(files() == ["out/x/1.jpg", "out/x/y/2.jpg"])
    #expect(try Data(contentsOf: target.appendingPathComponent("x/1.jpg")) == Data("abc".utf8))
  }

  @Test(arguments: [
    ("a.zip", "zipped('../1.jpg')", "leads out"),
    ("a.zip", "zipped('x/../../1.jpg')", "leads out"),
    ("a.zip", "zipped('/tmp/quire-evil.jpg')", "absolute"),
    ("a.zip", "zipped('x//1.jpg')", "empty name"),
    ("a.zip", "zipped('x/a\\nb.jpg')", "control character"),
    ("a.zip", "zipped('x/' + 'n' * 300 + '.jpg')", "255"),
    ("a.zip", "zipped('n/' * 600 + '1.jpg')", "1024"),
    ("a.zip", "zipped('x/1.jpg', 'x/1.jpg')", "has the place of"),
    ("a.zip", "zipped('x/1.jpg', 'x/1.JPG')", "has the place of"),
    ("a.zip", "zipped('x/1.jpg', 'X/2.jpg')", "has the place of"),
    ("a.zip", "zipped('x.jpg', 'x.jpg/2.jpg')", "has the place of"),
    ("a.zip", "zipped('x.jpg/2.jpg', 'x.jpg')", "has the place of"),
    ("a.zip", "zipped('x/\\u00e9.jpg', 'x/e\\u0301.jpg')", "has the place of"),
    ("a.tar", "tarred(('1.jpg', tarfile.SYMTYPE, '/etc/passwd'))", "is a link"),
    ("a.tar", "tarred(('1.jpg', tarfile.LNKTYPE, '/etc/passwd'))", "is a link"),
    ("a.tar", "tarred(('1.jpg', tarfile.FIFOTYPE, ''))", "is no file"),
    ("a.tar", "tarred(('1.jpg', tarfile.CHRTYPE, ''))", "is no file"),
    ("a.zip", "zipped(*[f'{i}.txt' for i in range(101)])", "more than the 100 members"),
    ("a.zip", "zipfile.ZipFile(sys.argv[1], 'w', 8).writestr('1.jpg', 'a' * 50_000_000)", "larger"),
    ("a.zip", "zipfile.ZipFile(sys.argv[1], 'w', 8).writestr('1.txt', 'a' * 50_000_000)", "larger"),
    ("a.jpg", "open(sys.argv[1], 'w').write('no archive at all')", "damaged"),
  ])
  func whatIsNotSafeIsRefused(name: String, script: String, reason: String) throws {
    let archive = try make(name, script)
    let error = #expect(throws: ArchiveError.self) {
      try unpacking.unpack(archive, into: target, isWanted: { $0.lowercased().hasSuffix(".jpg") })
    }
    #expect(error?.problem.contains(reason) == true, "\(String(describing: error))")
    #expect(files().allSatisfy { $0.hasPrefix("out/") })
    #expect(!FileManager.default.fileExists(atPath: "/tmp/quire-evil.jpg"))
  }

  @Test func aLinkThatIsThereIsNotWrittenThrough() throws {
    let outside = folder.appendingPathComponent("outside.txt")
    try Data("mine".utf8).write(to: outside)
    try FileManager.default.createSymbolicLink(at: target.appendingPathComponent("1.jpg"), withDestinationURL: outside)
    let archive = try make("a.zip", "zipped('1.jpg')")
    #expect(throws: ArchiveError.self) { try unpacking.unpack(archive, into: target, isWanted: { _ in true }) }
    #expect(try Data(contentsOf: outside) == Data("mine".utf8))
  }

  @Test(arguments: [30, 100, 200, 250])
  func aCutZipIsRefused(length: Int) throws {
    let archive = try make("a.zip", "zipped('1.jpg', '2.jpg', '3.jpg')")
    let whole = try Data(contentsOf: archive)
    try whole.prefix(min(length, whole.count - 1)).write(to: archive)
    #expect(throws: ArchiveError.self) { try unpacking.unpack(archive, into: target, isWanted: { _ in true }) }
  }
}
