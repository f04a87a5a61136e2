import Foundation
import Testing

import Datasets

/// Opening what is present: which edition, what the log says, and what a damaged file leads to.
@Suite struct OpenDatasetTests {
  private let temporary: TemporaryFolder

  /// `printf 'hello' | gzip -n`
  private static let hello: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x86, 0xa6,
    0x10, 0x36, 0x05, 0x00, 0x00, 0x00,
  ]

  init() throws { temporary = try TemporaryFolder() }

  /// A data set of one file whose catalogue entry describes `expected`.
  private func environment(expected: [UInt8] = hello, editions: [String: String] = [:]) -> DataEnvironment {
    let sum = Checksum.sha256(Checksum.Algorithm.sha256.digest(of: expected))
    let files = [DataFile("hello.gz", bytes: expected.count, sum)]
    let letters = Dataset(
      name: "letters", title: "Letters", licence: "none",
      editions: [
        DatasetEdition(.full, examples: 5, files: files, places: []),
        DatasetEdition(.sample, examples: 2, files: files, places: []),
      ])
    return DataEnvironment(
      store: DataStore(folder: temporary.url, catalogue: Catalogue([letters])), editions: editions)
  }

  private func put(_ bytes: [UInt8], in edition: Edition) throws {
    try Data(bytes).write(to: temporary.subfolder("letters/\(edition)").appendingPathComponent("hello.gz"))
  }

  @Test func contentIsDecompressed() throws {
    try put(Self.hello, in: .full)
    let data = try environment().open("letters")
    #expect(try data.decompressed("hello.gz") == Array("hello".utf8))
  }

  @Test func theFullestEditionPresentIsChosen() throws {
    try put(Self.hello, in: .sample)
    #expect(try environment().open("letters").edition.kind == .sample)
    try put(Self.hello, in: .full)
    #expect(try environment().open("letters").edition.kind == .full)
  }

  @Test func theConfiguredEditionWins() throws {
    try put(Self.hello, in: .sample)
    try put(Self.hello, in: .full)
    let environment = environment(editions: ["letters": "sample"])
    #expect(try environment.open("letters").edition.kind == .sample)
    #expect(try environment.open("letters", edition: .full).edition.kind == .full)
  }

  @Test func aMissingDataSetSaysHowToFetchIt() throws {
    let error = #expect(throws: DatasetError.self) { try environment().open("letters") }
    #expect(error?.description.contains("quire data fetch letters") == true)
    let configured = environment(editions: ["letters": "samples"])
    let wrong = #expect(throws: DatasetError.self) { try configured.open("letters") }
    #expect(wrong?.description.contains("`samples` is no edition") == true)
  }

  @Test func openingIsLogged() throws {
    try put(Self.hello, in: .sample)
    let environment = environment()
    let data = try environment.open("letters")
    let entry = DataLog.Entry(
      kind: .data, name: "letters/sample", fingerprint: data.edition.fingerprint, count: 2)
    #expect(DataLog.shared.drain().contains(entry))
    #expect(environment.store.fingerprint(of: "letters/sample") == entry.fingerprint)
  }

  @Test func theLogKeepsEachEntryOnceUntilItIsDrained() {
    let log = DataLog()
    let entry = DataLog.Entry(kind: .file, name: "a.png", fingerprint: "1")
    log.record(entry)
    log.record(entry)
    #expect(log.drain() == [entry])
    #expect(log.drain().isEmpty)
  }

  @Test func aChangedByteIsOneClearError() throws {
    var damaged = Self.hello
    damaged[12] ^= 1
    try put(damaged, in: .full)
    let environment = environment()
    let error = #expect(throws: DatasetError.self) { try environment.open("letters").decompressed("hello.gz") }
    #expect(error?.subject.hasSuffix("letters/full/hello.gz") == true)
    #expect(error?.message.contains("damaged") == true)
    #expect(error?.hint?.contains("quire data fetch letters") == true)
    #expect(environment.store.verify().compactMap(\.problem).count == 1)
  }

  @Test func aFileOfAnotherSizeIsNotPresent() throws {
    try put(Self.hello.dropLast(3), in: .full)
    let environment = environment()
    #expect(try environment.store.present("letters") == nil)
    let error = #expect(throws: DatasetError.self) { try environment.open("letters") }
    #expect(error?.message == "the file is damaged: it has 22 bytes instead of 25")
  }

  @Test(arguments: [0, 1, 5, 10, 15, 20])
  func aTruncatedGzipIsOneClearError(length: Int) throws {
    let truncated = Array(Self.hello.prefix(length))
    try put(truncated, in: .full)
    let error = #expect(throws: DatasetError.self) {
      try environment(expected: truncated).open("letters").decompressed("hello.gz")
    }
    #expect(error?.subject.hasSuffix("hello.gz") == true)
    #expect(error?.hint?.contains("quire data fetch letters") == true)
  }

  @Test func textThatIsNoGzipIsRefused() throws {
    let text = Array("plain text, long enough to be looked at".utf8)
    try put(text, in: .full)
    let error = #expect(throws: DatasetError.self) {
      try environment(expected: text).open("letters").decompressed("hello.gz")
    }
    #expect(error?.message.contains("not a gzip file") == true)
  }

  @Test func editionsAreReadFromTheEnvironmentVariable() {
    #expect(
      DataEnvironment.editions(in: "mnist=sample,fashion-mnist=full") == ["mnist": "sample", "fashion-mnist": "full"])
    #expect(DataEnvironment.editions(in: "") == [:])
  }
}
