import Foundation
import Testing

import Datasets

/// Servers that are slow, break off, lie or fail: the file comes whole and verified, from the next place if need be, or not at all.
@Suite struct BadServerTests {
  private let temporary: TemporaryFolder
  private let served: URL
  private let running = Running()
  private let content = [UInt8]((0..<200_000).map { UInt8($0 % 251) })

  init() throws {
    temporary = try TemporaryFolder()
    served = try temporary.subfolder("served")
    try Data(content).write(to: served.appendingPathComponent("digits.gz"))
  }

  /// Ends with the test, and the servers with it.
  private final class Running { var servers: [TestServer] = [] }

  private func store(_ servers: [TestServer]) -> DataStore {
    running.servers = servers
    let sum = Checksum.sha256(Checksum.Algorithm.sha256.digest(of: content))
    let edition = DatasetEdition(
      .full, examples: 7, files: [DataFile("digits.gz", bytes: content.count, sum)],
      places: servers.map { .web($0.address) })
    let digits = Dataset(name: "digits", title: "Digits", licence: "none", editions: [edition])
    return DataStore(folder: temporary.url.appendingPathComponent("data"), catalogue: Catalogue([digits]))
  }

  private func kept() -> [String] { temporary.files(below: "data").filter { $0 != "digits/.lock" } }

  private func isIntact(_ store: DataStore) -> Bool {
    kept() == ["digits/full/digits.gz"] && store.verify().map(\.problem) == [nil]
  }

  @Test(arguments: [
    (["--slow", "0.3"], "slow"), (["--no-length"], "does not say the length"), (["--no-ranges"], "ignores ranges"),
    (["--announce", "250000"], "announces more than it sends"),
  ])
  func anOddServerStillServes(options: [String], why: String) throws {
    let store = store([try TestServer(serving: served, options)])
    #expect(try store.fetch("digits").failures.isEmpty, "\(why)")
    #expect(isIntact(store))
  }

  @Test(arguments: [
    (["--wrong"], "is not digits.gz: its checksum is"), (["--announce", "100000"], "(100000 bytes)"),
    (["--cut-after", "70000"], "curl"), (["--status", "404"], "404"), (["--status", "500"], "500"),
    (["--status", "416"], "416"), (["--endless"], "more than the 200000 bytes"),
    (["--redirect", "http://127.0.0.1:9/"], "curl"),
  ])
  func aBadServerIsPassedOver(options: [String], reason: String) throws {
    let servers = [try TestServer(serving: served, options), try TestServer(serving: served)]
    let store = store(servers)
    var failures: [String] = []
    let fetched = try store.fetch("digits") { if case .failed(let failure) = $0 { failures.append("\(failure)") } }
    #expect(fetched.failures.count == 1 && failures.count == 1)
    #expect(fetched.failures.first?.reason.contains(reason) == true, "\(fetched.failures)")
    #expect(isIntact(store))
    #expect(servers.allSatisfy { !$0.requests.isEmpty })
  }

  @Test(arguments: [["--wrong"], ["--announce", "100000"], ["--status", "500"], ["--endless"]])
  func aloneItIsAnErrorAndNothingIsKept(options: [String]) throws {
    let store = store([try TestServer(serving: served, options)])
    let error = #expect(throws: DatasetError.self) { try store.fetch("digits") }
    #expect(error?.message.contains("full edition, 127.0.0.1: ") == true)
    #expect(error?.hint?.contains("quire data fetch digits") == true)
    #expect(kept() == [])
  }

  @Test func aRedirectIsFollowed() throws {
    let target = try TestServer(serving: served)
    let store = store([try TestServer(serving: served, ["--redirect", target.address])])
    #expect(try store.fetch("digits").failures.isEmpty)
    #expect(target.requests == ["/digits.gz -"])
    #expect(isIntact(store))
  }

  @Test func aBeginOfOtherBytesIsFetchedAnew() throws {
    let liar = try TestServer(serving: served, ["--wrong", "--cut-after", "70000"])
    let honest = try TestServer(serving: served)
    let store = store([liar, honest])
    #expect(try store.fetch("digits").failures.count == 1)
    #expect(honest.requests == ["/digits.gz bytes=70000-", "/digits.gz -"])
    #expect(isIntact(store))
  }

  @Test func progressNeverGoesBack() throws {
    let store = store([try TestServer(serving: served, ["--slow", "0.3"])])
    var bytes: [Int] = []
    _ = try store.fetch("digits") { if case .received(let now, of: 200_000) = $0 { bytes.append(now) } }
    #expect(bytes == bytes.sorted() && bytes.last == 200_000)
    #expect(bytes.contains { (1..<200_000).contains($0) })
  }
}
