import ArrayFiles
import Foundation
import Tensors
import Testing

/// `.npy` files: all that NumPy writes of numbers is read to the last digit, everything else is an error.
@Suite struct NPYTests {
  @Test func thereAreFixturesOfAllKinds() {
    #expect(Set(Fixtures.numbers.values.map(\.type)) == Set(ElementType.allCases.map(\.rawValue)))
  }

  @Test(arguments: Fixtures.numbers.keys.sorted())
  func whatNumPyWroteIsRead(name: String) throws {
    let expected = try #require(Fixtures.numbers[name])
    let array = try StoredArray(npy: Fixtures.path("\(name).npy"))
    #expect(array.elementType.rawValue == expected.type)
    #expect(array.shape == expected.shape)
    #expect(try array.tensor(as: Float.self).elements == expected.values.map { Float($0.asDouble) })
  }

  @Test(arguments: ["int8", "uint8", "bool", "little-int16", "big-int16", "big-int32", "fortran"])
  func wholeNumbersAreReadAsIntegers(name: String) throws {
    let tensor = try Tensor<Int32>(npy: Fixtures.path("\(name).npy"))
    #expect(tensor.elements == (try #require(Fixtures.numbers[name])).values.map { Int32($0.asDouble) })
  }

  @Test(arguments: [
    ("big-int64", "-9223372036854775808"), ("little-uint32", "4294967295"), ("big-uint64", "1.8446744073709552e+19"),
  ])
  func aNumberThatIsTooLargeIsAnError(name: String, number: String) {
    let error = #expect(throws: ArrayFileError.self) { try Tensor<Int32>(npy: Fixtures.path("\(name).npy")) }
    #expect(error?.message.contains("it holds \(number), and int32 goes from") == true)
    #expect(error?.subject == Fixtures.path("\(name).npy"))
  }

  @Test func fractionsAreNotCutOff() {
    let error = #expect(throws: ArrayFileError.self) { try Tensor<UInt8>(npy: Fixtures.path("version1.npy")) }
    #expect(error?.message == "it holds float32, which uint8 cannot say")
  }

  @Test(arguments: [
    ("objects", "pickled Python objects"), ("texts", "texts"), ("complex", "complex numbers"),
    ("fields", "several fields"),
    ("dates", "no kind of number"),
  ])
  func whatIsNoNumberIsAnErrorThatSaysSo(name: String, words: String) {
    let error = #expect(throws: ArrayFileError.self) { try StoredArray(npy: Fixtures.path("\(name).npy")) }
    #expect(error?.message.contains(words) == true)
    #expect(error?.hint != nil)
  }

  @Test func whatIsWrittenHasNumPysBytes() throws {
    let temporary = try TemporaryFolder()
    try Tensor<Float>([2, 3], [0, 1, 2, 3, 4, 5]).write(npy: temporary.path("a.npy"))
    #expect(try Data(contentsOf: temporary.url.appending(path: "a.npy")) == Data(try Fixtures.bytes("version1.npy")))
    try Tensor<Int32>([0, 1, 2, 3]).write(npy: temporary.path("b.npy"))
    #expect(try Data(contentsOf: temporary.url.appending(path: "b.npy")) == Data(try Fixtures.bytes("vector.npy")))
    try Tensor<UInt8>([2, 3], [0, 1, 2, 100, 200, 255]).write(npy: temporary.path("c.npy"))
    #expect(try Data(contentsOf: temporary.url.appending(path: "c.npy")) == Data(try Fixtures.bytes("uint8.npy")))
  }

  // MARK: - Damaged and hostile files

  @Test func everyTruncationIsAnError() throws {
    let good = try Fixtures.bytes("version2.npy")
    for length in 0..<good.count {
      #expect(throws: ArrayFileError.self) { try StoredArray(npy: Array(good.prefix(length)), name: "a") }
    }
  }

  @Test func everyChangeOfOneHeaderByteIsAnErrorOrTheSameSize() throws {
    let good = try Fixtures.bytes("version1.npy")
    for position in 0..<128 {
      for value in stride(from: UInt8(0), through: 255, by: 3) {
        var bytes = good
        bytes[position] = value
        guard let array = try? StoredArray(npy: bytes, name: "a") else { continue }
        #expect(array.count * array.elementType.bytes == 24)
      }
    }
  }

  @Test(arguments: [
    "(9223372036854775807, 9223372036854775807)", "(99999999999999999999,)", "(4611686018427387904, 4)", "(-1, -6)",
    "(2, 3, 0)", "(1,)", "(2 3)", "(2,,3)", "[2, 3]", "(2, 3", "(2.0, 3)", "(True, 6)", "(0, 9223372036854775807, 3)",
    "(" + String(repeating: "1, ", count: 65) + "6)",
  ])
  func aShapeThatDoesNotFitIsAnError(shape: String) {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }\n"
    #expect(throws: ArrayFileError.self) { try StoredArray(npy: npy(header), name: "a") }
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
    "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2, 3L), }   \n",
    "{'shape': (2,3), 'descr': '<f4', 'fortran_order': True}",
  ])
  func headersOfOtherWritersAreRead(header: String) throws {
    #expect(try StoredArray(npy: npy(header), name: "a").shape == [2, 3])
  }

  @Test(arguments: [
    "", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}",
    "{'descr': '<f3', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} more", "__import__('os').system('true')",
  ])
  func anotherHeaderIsAnError(header: String) {
    #expect(throws: ArrayFileError.self) { try StoredArray(npy: npy(header), name: "a") }
  }

  @Test func aHeaderLongerThanTheFileIsAnError() {
    let bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [2, 0, 0xff, 0xff, 0xff, 0xff] + Array("{}".utf8)
    let error = #expect(throws: ArrayFileError.self) { try StoredArray(npy: bytes, name: "a") }
    #expect(error?.message == "its header would take 4294967295 of 2 bytes")
  }

  @Test func aVersionOfTheFutureIsAnError() {
    let error = #expect(throws: ArrayFileError.self) {
      try StoredArray(npy: [0x93] + Array("NUMPY".utf8) + [4, 0, 0, 0, 0, 0], name: "a")
    }
    #expect(error?.message.contains("version 4") == true)
  }

  @Test func aFileThatIsNotThereIsNamedWithTheFolder() {
    let error = #expect(throws: ArrayFileError.self) { try Tensor<Float>(npy: "nowhere.npy") }
    #expect(error?.description.hasPrefix("nowhere.npy: there is no such file\n  hint: ") == true)
    #expect(throws: ArrayFileError.self) { try Tensor<Float>(npy: FileManager.default.temporaryDirectory.path) }
  }

  /// A file of version 1 with that header and 24 bytes of numbers.
  private func npy(_ header: String) -> [UInt8] {
    let length = [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + length + Array(header.utf8) + [UInt8](repeating: 0, count: 24)
  }
}
