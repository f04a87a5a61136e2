import DeepLearning
import Foundation
import Tensors
import Testing

/// Python pickles of NumPy arrays, read without executing anything.
@Suite struct PickleTests {
  struct File: Decodable {
    let good: Data
    let arrays: [String: Numbers]
    let refused: [String: Data]
  }

  private static func file() throws -> File { try Fixtures.read("pickles.json") }

  private func arrays(_ bytes: some Sequence<UInt8>) throws -> [String: PickledArray] {
    try Pickle(Array(bytes), place: "w.ckpt").arrays
  }

  @Test func arraysComeUnderTheirPaths() throws {
    let file = try Self.file()
    let found = try arrays(file.good)
    #expect(Set(found.keys) == Set(file.arrays.keys))
    for (path, expected) in file.arrays { #expect(found[path]?.tensor == expected.tensor, "\(path)") }
  }

  @Test(arguments: try file().refused.keys.sorted())
  func whatNoFileOfWeightsNeedsIsRefused(_ name: String) throws {
    let bytes = try #require(try Self.file().refused[name])
    let error = #expect(throws: DeepLearningError.self) { try arrays(bytes) }
    #expect(error?.place == "w.ckpt")
    #expect(error?.expected != nil)
  }

  @Test func theCommandOfAHostileFileIsNamedAndNotCalled() throws {
    let bytes = try #require(try Self.file().refused["a command"])
    let error = #expect(throws: DeepLearningError.self) { try arrays(bytes) }
    #expect(error?.problem.contains("'posix system', which is never called") == true)
  }

  @Test func aFileThatIsCutOffAnywhereIsAnError() throws {
    let good = try Self.file().good
    for length in 0..<good.count {
      #expect(throws: DeepLearningError.self, "\(length) bytes") { try arrays(good.prefix(length)) }
    }
  }

  @Test func aFlippedBitGivesAnErrorOrArraysOfTheirSize() throws {
    let good = [UInt8](try Self.file().good)
    var refusals = 0
    for place in good.indices {
      for bit in 0..<8 {
        var bytes = good
        bytes[place] ^= 1 << UInt8(bit)
        guard let found = try? arrays(bytes) else {
          refusals += 1
          continue
        }
        #expect(found.values.allSatisfy { $0.tensor.count == $0.shape.reduce(1, *) }, "bit \(bit) of byte \(place)")
      }
    }
    #expect(refusals > 1000)
  }

  /// Programs that would take more memory or stack than a file of weights may: each byte is an instruction.
  private static let greedy: [(String, [UInt8])] = [
    ("values", [UInt8](repeating: 0x4E, count: 20_000)),
    ("marks", [UInt8](repeating: 0x28, count: 20_000)),
    ("tuples within tuples", [0x4E] + [UInt8](repeating: 0x85, count: 100_000)),
    ("a long tuple", [0x28] + [UInt8](repeating: 0x4E, count: 5000) + [0x74]),
    ("bytes that are not there", [0x42, 0xFF, 0xFF, 0xFF, 0xFF]),
    ("a text that is not there", [0x58, 0xFF, 0xFF, 0xFF, 0xFF]),
    ("a line without an end", [0x63] + [UInt8](repeating: 0x61, count: 100_000)),
    ("memory that nothing filled", [0x68, 7]),
    ("a value from below a mark", [0x7D, 0x28, 0x85]),
    ("a dictionary from memory", [0x7D, 0x71, 0, 0x68, 0, 0x2E]),
    ("a text that is not UTF-8", [0x58, 1, 0, 0, 0, 0xFF]),
    ("an odd number of items", [0x7D, 0x28, 0x4E, 0x75, 0x2E]),
    ("a call of None", [0x4E, 0x4E, 0x85, 0x52]),
    ("two results", [0x7D, 0x7D, 0x2E]),
    ("bytes after the end", [0x7D, 0x2E, 0x2E]),
    ("nothing", [0x2E]),
  ]

  @Test(arguments: greedy.indices)
  func aGreedyOrBrokenProgramIsAnError(_ index: Int) throws {
    let (name, bytes) = Self.greedy[index]
    #expect(throws: DeepLearningError.self, "\(name)") { try arrays([0x80, 3] + bytes) }
  }

  @Test func tuplesThatTripleEachTimeAreRefused() throws {
    // Each step makes a tuple of three copies of the one before.
    let step: [UInt8] = [0x71, 0, 0x68, 0, 0x68, 0, 0x87]
    let bytes: [UInt8] = [0x80, 3, 0x4E] + (0..<200).flatMap { _ in step } + [0x2E]
    #expect(throws: DeepLearningError.self) { try arrays(bytes) }
  }
}
