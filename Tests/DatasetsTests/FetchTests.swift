import Foundation
import Testing

import Datasets

/// Downloads from a server on this machine: resumed, verified, moved into place, or refused.
@Suite struct FetchTests {
  private let temporary: TemporaryFolder
  private let served: URL

  /// Text that is long enough to be cut.
  private let content = [UInt8]((0..<200_000).map { UInt8($0 % 251) })

  private static let dead = Place.web("http://127.0.0.1:9/")

  init() throws {
    temporary = try TemporaryFolder()
    served = try temporary.subfolder("served")
    try Data(content).write(to: served.appendingPathComponent("digits.gz"))
  }

  private func checksum(_ bytes: [UInt8]) -> Checksum {
    .sha256(Checksum.Algorithm.sha256.digest(of: bytes))
  }

  private func store(full: [Place], sample: [Place] = [], checksum: Checksum? = nil) -> DataStore {
    let file = DataFile("digits.gz", bytes: content.count, checksum ?? self.checksum(content))
    let editions = [
      DatasetEdition(.full, examples: 7, files: [file], places: full),
      DatasetEdition(.sample, examples: 3, files: [file], places: sample),
    ]
    let digits = Dataset(name: "digits", title: "Digits", licence: "none", editions: editions)
    return DataStore(folder: temporary.url.appendingPathComponent("data"), catalogue: Catalogue([digits]))
  }

  private func kept() -> [String] { temporary.files(below: "data").filter { $0 != "digits/.lock" } }

  @Test func aFetchedFileIsPresentAndIntact() throws {
    let server = try TestServer(serving: served)
    let store = store(full: [.web(server.address)])
    #expect(try store.status(of: "digits").map(\.state) == [.absent, .absent])
    let fetched = try store.fetch("digits")
    #expect(fetched.edition == .full)
    #expect(!fetched.wasPresent)
    #expect(kept() == ["digits/full/digits.gz"])
    #expect(store.verify().map(\.problem) == [nil])
    #expect(store.fingerprint(of: "digits/full") != nil)
    #expect(store.fingerprint(of: "digits/sample") == nil)
  }

  @Test func aFileThatIsPresentIsNotFetchedAgain() throws {
    let server = try TestServer(serving: served)
    let store = store(full: [.web(server.address)])
    _ = try store.fetch("digits")
    #expect(try store.fetch("digits").wasPresent)
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [0, 5])
  func aDamagedFileIsFetchedAgain(cut: Int) throws {
    let server = try TestServer(serving: served)
    let store = store(full: [.web(server.address)])
    _ = try store.fetch("digits")
    let file = temporary.url.appendingPathComponent("data/digits/full/digits.gz")
    try Data(content.reversed().dropLast(cut)).write(to: file)
    #expect(store.verify().compactMap(\.problem).count == 1)
    var events: [String] = []
    #expect(try !store.fetch("digits") { events.append("\($0)") }.wasPresent)
    #expect(events.contains { $0.contains("digits.gz: the file is damaged") })
    #expect(store.verify().map(\.problem) == [nil])
  }

  @Test func progressReachesTheTotal() throws {
    let server = try TestServer(serving: served)
    var events: [FetchEvent] = []
    _ = try store(full: [.web(server.address)]).fetch("digits") { events.append($0) }
    guard case .began(dataset: "digits", edition: .full, _) = events.first,
      case .received(bytes: 200_000, of: 200_000) = events.last
    else {
      Issue.record("unexpected events \(events)")
      return
    }
  }

  @Test func aCutDownloadGoesOnWhereItStopped() throws {
    let server = try TestServer(serving: served, ["--cut-after", "70000"])
    let store = store(full: [.web(server.address)])
    #expect(throws: DatasetError.self) { try store.fetch("digits", anyOf: [.full]) }
    #expect(try store.status(of: "digits").map(\.state) == [.partial(bytes: 70_000), .absent])
    _ = try store.fetch("digits", anyOf: [.full])
    #expect(server.requests == ["/digits.gz -", "/digits.gz bytes=70000-"])
    #expect(store.verify().map(\.problem) == [nil])
  }

  @Test func aServerWithoutRangesIsAskedForTheWholeFileAgain() throws {
    let server = try TestServer(serving: served, ["--cut-after", "70000", "--no-ranges"])
    let store = store(full: [.web(server.address)])
    #expect(throws: DatasetError.self) { try store.fetch("digits", anyOf: [.full]) }
    _ = try store.fetch("digits", anyOf: [.full])
    #expect(store.verify().map(\.problem) == [nil])
  }

  @Test func aWrongChecksumKeepsNothingAndNamesBothSums() throws {
    let server = try TestServer(serving: served)
    let wrong = checksum([1, 2, 3])
    let store = store(full: [.web(server.address)], sample: [.web(server.address)], checksum: wrong)
    let error = #expect(throws: DatasetError.self) { try store.fetch("digits") }
    #expect(error?.message.contains(wrong.digits) == true)
    #expect(error?.message.contains(checksum(content).digits) == true)
    #expect(kept() == [])
  }

  @Test func aPlaceThatCannotBeReachedMovesOnToTheNext() throws {
    let server = try TestServer(serving: served)
    let fetched = try store(full: [Self.dead, .web(server.address)]).fetch("digits")
    #expect(fetched.edition == .full)
    #expect(fetched.failures.map(\.place) == ["127.0.0.1"])
  }

  @Test func withoutTheFullEditionTheSampleServes() throws {
    let server = try TestServer(serving: served)
    let store = store(full: [Self.dead, .web(server.address + "nowhere/")], sample: [.web(server.address)])
    let fetched = try store.fetch("digits")
    #expect(fetched.edition == .sample)
    #expect(fetched.failures.count == 2)
    #expect(try store.present("digits", preferring: .full) == .sample)
    #expect(try store.ensure("digits", preferring: .full).wasPresent)
    #expect(server.requests.count == 2, "ensure asks nobody while an edition is present")
  }

  @Test func whenNoPlaceServesEveryReasonIsInTheMessage() throws {
    let store = store(full: [Self.dead], sample: [Self.dead])
    let error = #expect(throws: DatasetError.self) { try store.fetch("digits", preferring: .sample) }
    let message = error?.description ?? ""
    #expect(message.contains("sample edition, 127.0.0.1: curl"))
    #expect(message.contains("full edition, 127.0.0.1: curl"))
    #expect(message.contains("quire data fetch digits"))
  }

  @Test func fetchesAtTheSameTimeDoNotHarmEachOther() throws {
    let server = try TestServer(serving: served)
    let store = store(full: [.web(server.address)])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in _ = try? store.fetch("digits") }
    #expect(server.requests.count == 1)
    #expect(kept() == ["digits/full/digits.gz"])
  }

  @Test func anUnknownNameListsTheKnownOnes() throws {
    let error = #expect(throws: DatasetError.self) { try store(full: []).fetch("digit") }
    #expect(error?.hint?.contains("digits") == true)
  }

  @Test func aFolderThatCannotBeMadeIsOneClearError() throws {
    let file = temporary.url.appendingPathComponent("file")
    try Data().write(to: file)
    let store = DataStore(folder: file, catalogue: store(full: []).catalogue)
    let error = #expect(throws: DatasetError.self) { try store.fetch("digits") }
    #expect(error?.hint?.contains("QUIRE_DATA") == true)
  }
}
