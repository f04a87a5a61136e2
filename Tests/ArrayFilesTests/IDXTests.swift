import ArrayFiles
import Tensors
import Testing

/// The IDX reader on good files, and on every hostile header we can think of: an error each, never a trap.
@Suite struct IDXTests {
  /// Two images of 2 x 3 pixels.
  private let good: [UInt8] =
    [0, 0, 8, 3] + [0, 0, 0, 2] + [0, 0, 0, 2] + [0, 0, 0, 3] + (1...12).map { UInt8($0) }

  @Test func shapeAndElementsAreRead() throws {
    let idx = try StoredArray(idx: good, name: "a")
    #expect(idx.shape == [2, 2, 3])
    #expect(try idx.tensor(as: UInt8.self).elements == (1...12).map { UInt8($0) })
  }

  @Test(
    arguments: [
      (0x08, ElementType.uint8, [200], Float(200)), (0x09, .int8, [200], -56), (0x0B, .int16, [255, 254], -2),
      (0x0C, .int32, [0, 1, 0, 0], 65_536), (0x0D, .float32, [0x3f, 0xc0, 0, 0], 1.5),
      (0x0E, .float64, [0xc0, 0x04, 0, 0, 0, 0, 0, 0], -2.5),
    ] as [(UInt8, ElementType, [UInt8], Float)])
  func everyElementTypeIsRead(code: UInt8, type: ElementType, bytes: [UInt8], value: Float) throws {
    let idx = try StoredArray(idx: [0, 0, code, 1, 0, 0, 0, 1] + bytes, name: "a")
    #expect(idx.elementType == type)
    #expect(try idx.tensor(as: Float.self).elements == [value])
  }

  @Test func aSingleNumberHasNoAxes() throws {
    #expect(try StoredArray(idx: [0, 0, 8, 0, 7], name: "a").shape == [])
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let temporary = try TemporaryFolder()
    let floats = Tensor<Float>([2, 2], [1, -2.5, .infinity, 0])
    try floats.write(idx: temporary.path("a.idx"))
    #expect(try Tensor<Float>(idx: temporary.path("a.idx")) == floats)
    let integers = Tensor<Int32>([-1, .max, 7])
    try integers.write(idx: temporary.path("b.idx"))
    #expect(try Tensor<Int32>(idx: temporary.path("b.idx")) == integers)
  }

  @Test func everyTruncationIsAnError() {
    for length in 0..<good.count {
      #expect(throws: ArrayFileError.self) { try StoredArray(idx: Array(good.prefix(length)), name: "a") }
    }
  }

  @Test func bytesAfterTheEndAreAnError() {
    #expect(throws: ArrayFileError.self) { try StoredArray(idx: good + [0], name: "a") }
  }

  @Test(arguments: [[1, 0, 8, 3], [0, 1, 8, 3], [0, 0, 10, 3], [31, 139, 8, 0]])
  func anotherMagicNumberIsAnError(magic: [UInt8]) {
    let error = #expect(throws: ArrayFileError.self) { try StoredArray(idx: magic + good.dropFirst(4), name: "digits") }
    #expect(error?.description.hasPrefix("digits: it is not an IDX file") == true)
  }

  @Test(arguments: [
    [[255, 255, 255, 255], [255, 255, 255, 255], [255, 255, 255, 255]],
    [[128, 0, 0, 0], [128, 0, 0, 0], [0, 0, 0, 2]],
    [[0, 0, 0, 0], [255, 255, 255, 255], [255, 255, 255, 255]],
    [[0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 3]],
  ])
  func sizesThatDoNotFitTheFileAreAnError(extents: [[UInt8]]) {
    let header = [0, 0, 8, 3] + extents.flatMap(\.self)
    let error = #expect(throws: ArrayFileError.self) { try StoredArray(idx: header + good.dropFirst(16), name: "a") }
    #expect(error?.message.contains("12 bytes follow") == true)
  }

  @Test func everyChangeOfOneHeaderByteIsAnErrorOrTheSameSize() throws {
    for position in 0..<16 {
      for value in UInt8.min...UInt8.max {
        var bytes = good
        bytes[position] = value
        guard let idx = try? StoredArray(idx: bytes, name: "a") else { continue }
        #expect(4 + 4 * idx.shape.count + idx.count * idx.elementType.bytes == good.count)
      }
    }
  }
}
