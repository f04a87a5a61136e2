import Foundation
import HDF5
import Testing

/// Files that fuzzing found, and good ones beside them. The good ones are of `Tests/Fuzzing/make_seeds.py`.
@Suite struct HostileFileTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/Hostile")

  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  private static func read(_ name: String) throws -> HDF5Group {
    try HDF5Group(contentsOf: folder.appendingPathComponent(name).path)
  }

  @Test func thereAreFilesOfBothKinds() {
    #expect(Self.names.contains { $0.hasPrefix("bad-") } && Self.names.contains { $0.hasPrefix("fine-") })
  }

  @Test(arguments: names.filter { $0.hasPrefix("bad-") })
  func whatWasFoundIsRefused(name: String) {
    #expect(throws: HDF5Error.self) { try Self.read(name) }
  }

  @Test(arguments: names.filter { $0.hasPrefix("fine-") })
  func whatIsFineIsRead(name: String) throws {
    #expect(try Self.read(name) != HDF5Group())
  }

  @Test func aFileThatSomeoneElseHasLockedIsRead() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("locked-\(UUID().uuidString).h5")
    defer { try? FileManager.default.removeItem(at: file) }
    try FileManager.default.copyItem(at: Self.folder.appendingPathComponent("fine-texts.h5"), to: file)
    let handle = try FileHandle(forUpdating: file)
    try #require(flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
    #expect(try HDF5Group(contentsOf: file.path) != HDF5Group())
    try handle.close()
  }

  @Test func manyMembersAndAttributesAreRead() throws {
    let file = try Self.read("fine-many.h5")
    #expect(file.arrays.count == 12 && file.array(at: "x11")?.elements == .floats([11]))
  }

  @Test(arguments: ["fine-texts.h5", "fine-latest.h5"])
  func textsOfVariableLengthAreRead(name: String) throws {
    let texts: [String] = name == "fine-texts.h5" ? ["conv1", "a text"] : ["dense", "conv"]
    #expect(try Self.read(name).attributes["layer_names"] == .texts(texts))
  }

  @Test func packedPiecesAreRead() throws {
    let numbers = HDF5Array(shape: [8, 8], .floats((0..<64).map { Float($0) }))
    #expect(try Self.read("fine-pieces.h5").array(at: "x") == numbers)
  }
}
