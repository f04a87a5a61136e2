import Foundation
import Testing

import Datasets

/// Files that an archive on a web server carries.
@Suite struct WebArchiveTests {
  private let temporary: TemporaryFolder
  private let served: URL
  private let archive: [UInt8]
  private let content = [UInt8]((0..<90_000).map { UInt8(($0 * $0 / 7) % 251) })

  init() throws {
    temporary = try TemporaryFolder()
    served = try temporary.subfolder("served")
    let source = try temporary.subfolder("source/package-1/weights")
    try Data(content).write(to: source.appendingPathComponent("w.ckpt"))
    let tar = served.appendingPathComponent("package-1.tar.gz")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "tar", "czf", tar.path, "-C", temporary.url.appendingPathComponent("source").path, "package-1",
    ]
    try process.run()
    process.waitUntilExit()
    archive = [UInt8](try Data(contentsOf: tar))
  }

  private func sum(_ bytes: [UInt8]) -> Checksum { .sha256(Checksum.Algorithm.sha256.digest(of: bytes)) }

  private func store(
    _ server: TestServer, folder: String = "package-1/weights", archiveSum: Checksum? = nil,
    contentSum: Checksum? = nil,
    others: [Place] = []
  ) -> DataStore {
    let file = DataFile("package-1.tar.gz", bytes: archive.count, archiveSum ?? sum(archive))
    let place = WebArchive(of: "package 1", address: server.address, file: file, folder: folder)
    let edition = DatasetEdition(
      .full, examples: nil, files: [DataFile("w.ckpt", bytes: content.count, contentSum ?? sum(content))],
      places: [.webArchive(place)] + others)
    let weights = Dataset(name: "weights", title: "Weights", licence: "none", editions: [edition])
    return DataStore(folder: temporary.url.appendingPathComponent("data"), catalogue: Catalogue([weights]))
  }

  private func kept() -> [String] { temporary.files(below: "data").filter { $0 != "weights/.lock" } }

  @Test func theFileArrivesAndTheArchiveGoes() throws {
    let server = try TestServer(serving: served)
    var events: [String] = []
    #expect(try store(server).fetch("weights") { events.append("\($0)") }.edition == .full)
    #expect(kept() == ["weights/full/w.ckpt"])
    #expect(store(server).verify().map(\.problem) == [nil])
    #expect(events.first == "weights (full): from package 1 on 127.0.0.1")
    #expect(events.last == "0.1 of 0.1 MB")
  }

  @Test func aCutDownloadGoesOnWhereItStopped() throws {
    let server = try TestServer(serving: served, ["--cut-after", "100"])
    #expect(throws: DatasetError.self) { try store(server).fetch("weights") }
    _ = try store(server).fetch("weights")
    #expect(server.requests == ["/package-1.tar.gz -", "/package-1.tar.gz bytes=100-"])
    #expect(kept() == ["weights/full/w.ckpt"])
  }

  @Test func anotherArchiveIsRefusedBeforeItIsOpened() throws {
    let server = try TestServer(serving: served)
    let error = #expect(throws: DatasetError.self) { try store(server, archiveSum: sum([1])).fetch("weights") }
    #expect(error?.message.contains("is not package-1.tar.gz") == true)
    #expect(kept() == [])
  }

  @Test func anotherFileInTheArchiveIsRefused() throws {
    let server = try TestServer(serving: served)
    let error = #expect(throws: DatasetError.self) { try store(server, contentSum: sum([1])).fetch("weights") }
    #expect(error?.message.contains("is not w.ckpt") == true)
    #expect(kept() == [])
  }

  @Test func anArchiveThatIsBrokenInsideIsPassedOver() throws {
    var broken = archive
    for place in broken.count / 3..<broken.count / 2 { broken[place] ^= 0x55 }
    try Data(broken).write(to: served.appendingPathComponent("package-1.tar.gz"))
    try Data(content).write(to: served.appendingPathComponent("w.ckpt"))
    let server = try TestServer(serving: served)
    let store = store(server, archiveSum: sum(broken), others: [.web(server.address)])
    let fetched = try store.fetch("weights")
    #expect(fetched.failures.map(\.place) == ["package 1 on 127.0.0.1"])
    #expect(fetched.failures.first?.reason.hasPrefix("package-1.tar.gz: it is damaged or cut off") == true)
    #expect(kept() == ["weights/full/w.ckpt"])
    #expect(store.verify().map(\.problem) == [nil])
    #expect(server.requests == ["/package-1.tar.gz -", "/w.ckpt -"])
  }

  @Test func aBrokenArchiveAloneLeavesNothing() throws {
    var broken = archive
    for place in broken.count / 3..<broken.count / 2 { broken[place] ^= 0x55 }
    try Data(broken).write(to: served.appendingPathComponent("package-1.tar.gz"))
    let server = try TestServer(serving: served)
    let error = #expect(throws: DatasetError.self) { try store(server, archiveSum: sum(broken)).fetch("weights") }
    #expect(error?.message.contains("full edition, package 1 on 127.0.0.1: package-1.tar.gz: it is damaged") == true)
    #expect(kept() == [])
  }

  @Test func anArchiveWithoutTheFileIsNoPlaceForIt() throws {
    let server = try TestServer(serving: served)
    let error = #expect(throws: DatasetError.self) { try store(server, folder: "package-1").fetch("weights") }
    #expect(error?.message.contains("package-1.tar.gz has no w.ckpt") == true)
    #expect(kept() == [])
  }
}
