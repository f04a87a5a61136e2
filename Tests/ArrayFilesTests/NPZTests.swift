import Archives
import ArrayFiles
import Datasets
import Foundation
import Tensors
import Testing

/// `.npz` files: those of NumPy are read, ours are read again, damaged and hostile ones are errors.
@Suite struct NPZTests {
  @Test(arguments: ["plain.npz", "compressed.npz"])
  func whatNumPyWroteIsRead(name: String) throws {
    let file = try NPZ(Fixtures.path(name))
    #expect(file.names == ["x", "labels"])
    #expect(try file.tensor("x", as: UInt8.self) == Tensor([2, 3], [0, 1, 2, 3, 4, 5]))
    #expect(try file.tensor("labels", as: Int32.self).elements == [1, 0])
    #expect(try file.array("labels").elementType == .int64)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let temporary = try TemporaryFolder()
    let (x, y) = (Tensor<Float>([2, 1], [1.5, -2]), Tensor<Int32>([3, 4]))
    try NPZ.write(("x", x), ("größer", y), to: temporary.path("a.npz"))
    let file = try NPZ(temporary.path("a.npz"))
    #expect(try file.tensor("x", as: Float.self) == x)
    #expect(try file.tensor("größer", as: Int32.self) == y)
  }

  @Test func anUnknownNameListsTheKnownOnes() throws {
    let error = #expect(throws: ArrayFileError.self) { try NPZ(Fixtures.path("plain.npz")).array("y") }
    #expect(error?.hint == "it has: x, labels")
  }

  @Test func aMemberOfObjectsIsNamed() {
    let error = #expect(throws: ArrayFileError.self) { try NPZ(Fixtures.path("pickled.npz")) }
    #expect(error?.subject == Fixtures.path("pickled.npz") + ": bad")
    #expect(error?.message.contains("pickled Python objects") == true)
  }

  @Test func twoArraysOfOneNameAreAnError() throws {
    let temporary = try TemporaryFolder()
    let x = Tensor<Float>([1, 2])
    #expect(throws: ArrayFileError.self) { try NPZ.write(("x", x), ("x", x), to: temporary.path("a.npz")) }
    let zip = try ZipWriter(path: temporary.path("b.npz"))
    for name in ["x.npy", "x.npy"] { try zip.add(name, try Fixtures.bytes("vector.npy")) }
    try zip.finish()
    let error = #expect(throws: ArrayFileError.self) { try NPZ(temporary.path("b.npz")) }
    #expect(error?.message.contains("two of its arrays are called") == true)
  }

  @Test(arguments: ["plain.npz", "compressed.npz"])
  func everyTruncationIsAnError(name: String) throws {
    let temporary = try TemporaryFolder()
    let good = try Fixtures.bytes(name)
    for length in stride(from: 0, to: good.count, by: 7) {
      let path = try temporary.write(Array(good.prefix(length)), "cut.npz")
      #expect(throws: ArrayFileError.self, "\(length) of \(good.count) bytes") { try NPZ(path) }
    }
  }

  @Test func contentBeyondTheLimitIsAnError() throws {
    #expect(throws: ArrayFileError.self) { try NPZ(Fixtures.path("compressed.npz"), limit: 200) }
  }

  @Test func whatWasReadStandsInTheDataLog() throws {
    _ = try NPZ(Fixtures.path("plain.npz"))
    let entry = DataLog.shared.recorded.last { $0.name == Fixtures.path("plain.npz") }
    #expect(entry?.fingerprint.count == 64)
  }
}
