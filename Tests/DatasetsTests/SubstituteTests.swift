import Foundation
import Testing

import Datasets

/// A data set that serves where another cannot be had.
@Suite struct SubstituteTests {
  private let temporary: TemporaryFolder
  private let served: URL
  private let content = Array("weights".utf8)

  init() throws {
    temporary = try TemporaryFolder()
    served = try temporary.subfolder("served")
    try Data(content).write(to: served.appendingPathComponent("w"))
  }

  private func dataset(_ name: String, places: [Place], substitute: String? = nil) -> Dataset {
    let file = DataFile("w", bytes: content.count, .sha256(Checksum.Algorithm.sha256.digest(of: content)))
    return Dataset(
      name: name, title: name, licence: "none",
      editions: [DatasetEdition(.full, examples: nil, files: [file], places: places)], substitute: substitute)
  }

  /// `first` can be had from `places`; `second` serves in its place.
  private func store(places: [Place] = [], others: [Place] = []) -> DataStore {
    DataStore(
      folder: temporary.url.appendingPathComponent("data"),
      catalogue: Catalogue([
        dataset("first", places: places, substitute: "second"), dataset("second", places: others),
      ]))
  }

  private func put(_ bytes: [UInt8], in name: String) throws {
    try Data(bytes).write(to: temporary.subfolder("data/\(name)/full").appendingPathComponent("w"))
  }

  @Test func whatCannotBeHadIsReplaced() throws {
    let server = try TestServer(serving: served)
    let dead = Place.web("http://127.0.0.1:9/")
    let fetched = try store(places: [dead], others: [.web(server.address)]).fetch("first")
    #expect(fetched.dataset == "second")
    #expect(fetched.failures.map(\.place) == ["127.0.0.1"])
  }

  @Test func whatCanBeHadIsNotReplaced() throws {
    let server = try TestServer(serving: served)
    #expect(try store(places: [.web(server.address)]).fetch("first").dataset == "first")
  }

  @Test func whileAReplacementIsThereNobodyIsAsked() throws {
    try put(content, in: "second")
    let fetched = try store().ensure("first")
    #expect(fetched.dataset == "second" && fetched.wasPresent)
  }

  @Test func whatIsOpenedIsKnownByItsName() throws {
    let environment = DataEnvironment(store: store())
    try put(content, in: "second")
    #expect(try environment.open("first").dataset.name == "second")
    try put(content, in: "first")
    #expect(try environment.open("first").dataset.name == "first")
    #expect(try environment.open("second").dataset.name == "second")
  }

  @Test func theDataLogNamesWhatServes() throws {
    // Names of this test alone: the log is that of the whole process.
    let catalogue = Catalogue([dataset("wanted", places: [], substitute: "serving"), dataset("serving", places: [])])
    let store = DataStore(folder: temporary.url.appendingPathComponent("data"), catalogue: catalogue)
    try put(content, in: "serving")
    _ = try DataEnvironment(store: store).open("wanted")
    let names = DataLog.shared.recorded.map(\.name)
    #expect(names.contains("serving/full") && !names.contains("wanted/full"))
    #expect(store.fingerprint(of: "serving/full") != nil)
  }

  @Test func theConfiguredOneWins() throws {
    try put(content, in: "first")
    try put(content, in: "second")
    let environment = DataEnvironment(store: store(), editions: ["second": "full"])
    #expect(try environment.open("first").dataset.name == "second")
  }

  @Test func whereNeitherIsThereTheOneAskedForIsNamed() throws {
    let error = #expect(throws: DatasetError.self) { try DataEnvironment(store: store()).open("first") }
    #expect(error?.description.contains("quire data fetch first") == true)
  }

  @Test func theFileOfWhatIsOpenedHasItsContent() throws {
    let environment = DataEnvironment(store: store())
    try put(content, in: "second")
    let path = try environment.open("first").verifiedPath(of: "w")
    #expect(path.hasSuffix("second/full/w"))
    try put(content.reversed(), in: "second")
    let error = #expect(throws: DatasetError.self) { try environment.open("first").verifiedPath(of: "w") }
    #expect(error?.subject == path)
    #expect(error?.hint?.contains("quire data fetch second") == true)
  }
}
