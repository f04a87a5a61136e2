import Foundation
import HDF5
import Testing

/// Damage to what holds a file together is found before libhdf5 follows it, and said.
@Suite struct StructureTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/Hostile")

  /// One change to a good file: bytes written so far behind the first place where a signature stands.
  struct Change: CustomStringConvertible, Sendable {
    let file: String
    let signature: String
    let distance: Int
    let bytes: [UInt8]
    /// A part of the message.
    let message: String

    var description: String { "\(signature) + \(distance) in \(file)" }
  }

  private static let nowhere = [UInt8](repeating: 0xff, count: 8)
  /// So near the end of all addresses that adding the size of what should lie there gives "undefined".
  private static let almostNowhere: [UInt8] = [0xb7, 0xfe] + [UInt8](repeating: 0xff, count: 6)

  static let changes = [
    change("TREE", 4, [1], "a group's tree is one of something else"),
    change("TREE", 5, [1], "a group's tree does not begin with TREE"),
    change("TREE", 6, [0xff, 0xff], "a group's tree has a node of 65535 children"),
    change("TREE", 24, [0xff, 0xff], "a group's heap is cut off"),
    change("TREE", 32, almostNowhere, "a group's tree refers to a place outside the file"),
    change("TREE", 32, nowhere, "a group's tree refers to nothing"),
    change("SNOD", 0, [0], "a list of members does not begin with SNOD"),
    change("SNOD", 4, [2], "a list of members has version 2"),
    change("SNOD", 6, [9], "a list of members has 9 entries"),
    change("SNOD", 16, almostNowhere, "a group's member refers to a place outside the file"),
    change("SNOD", 24, [3], "a group's member is of an unknown kind"),
    change("HEAP", 4, [1], "a group's heap has version 1"),
    change("HEAP", 8, [0xff, 0xff], "a group's heap lies outside the file"),
    change("HEAP", 16, [0x50], "a group's heap is cut off"),
    change("HEAP", 24, nowhere, "a group's heap refers to nothing"),
    change("trained", 3, [0], "an attribute has a name that is cut off or no text", in: "fine-truths.h5"),
    change("trained", 0, [0xff], "an attribute has a name that is cut off or no text", in: "fine-truths.h5"),
    change("trained", -4, [9], "an attribute is cut off", in: "fine-truths.h5"),
    change("OHDR", 4, [3], "an object has version 3", in: "fine-latest.h5"),
    change("OHDR", 27, nowhere, "an object refers to nothing", in: "fine-latest.h5"),
    change("OHDR", 35, [0xff, 0xff], "an object lies outside the file", in: "fine-latest.h5"),
  ]

  private static func change(
    _ signature: String, _ distance: Int, _ bytes: [UInt8], _ message: String, in file: String = "fine-pieces.h5"
  ) -> Change {
    Change(file: file, signature: signature, distance: distance, bytes: bytes, message: message)
  }

  @Test(arguments: changes)
  func damageIsNamed(change: Change) throws {
    var content = try Data(contentsOf: Self.folder.appendingPathComponent(change.file))
    let start = try #require(content.firstRange(of: Data(change.signature.utf8))?.lowerBound) + change.distance
    content.replaceSubrange(start..<start + change.bytes.count, with: change.bytes)
    let error = try #require(throws: HDF5Error.self) { try Self.read(content) }
    #expect(error.problem.contains(change.message), "\(error)")
  }

  @Test func aFileThatIsCutOffSaysByHowMuch() throws {
    let content = try Data(contentsOf: Self.folder.appendingPathComponent("fine-pieces.h5"))
    let error = try #require(throws: HDF5Error.self) { try Self.read(content.dropLast(26)) }
    #expect(error.problem.contains("it is cut off: \(content.count - 26) of \(content.count) bytes are there"))
  }

  @Test func membersWhoseTreeHasSeveralLevelsAreRead() throws {
    var group = HDF5Group()
    for number in 0..<600 { group.arrays["\(number)"] = HDF5Array(shape: [1], .floats([Float(number)])) }
    #expect(
      try Self.inTemporaryFile { path in
        try group.write(to: path)
        return try HDF5Group(contentsOf: path)
      } == group)
  }

  private static func read(_ content: Data) throws -> HDF5Group {
    try inTemporaryFile { path in
      try content.write(to: URL(fileURLWithPath: path))
      return try HDF5Group(contentsOf: path)
    }
  }

  private static func inTemporaryFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("structure-\(UUID().uuidString).h5")
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }
}
