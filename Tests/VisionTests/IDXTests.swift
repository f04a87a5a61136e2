import Testing
import Vision

/// The IDX reader on good files, and on every hostile header we can think of: an error each, never a trap.
@Suite struct IDXTests {
  /// Two images of 2 x 3 pixels.
  private let good: [UInt8] =
    [0, 0, 8, 3] + [0, 0, 0, 2] + [0, 0, 0, 2] + [0, 0, 0, 3] + (1...12).map { UInt8($0) }

  @Test func shapeAndElementsAreRead() throws {
    let idx = try IDX(good, path: "a", rank: 3)
    #expect(idx.shape == [2, 2, 3])
    #expect(Array(idx.elements) == (1...12).map { UInt8($0) })
  }

  @Test func everyTruncationIsAnError() {
    for length in 0..<good.count {
      #expect(throws: VisionError.self) { try IDX(Array(good.prefix(length)), path: "a", rank: 3) }
    }
  }

  @Test func bytesAfterTheEndAreAnError() {
    #expect(throws: VisionError.self) { try IDX(good + [0], path: "a", rank: 3) }
  }

  @Test(arguments: [[1, 0, 8, 3], [0, 1, 8, 3], [0, 0, 13, 3], [0, 0, 8, 1], [0, 0, 8, 255], [31, 139, 8, 0]])
  func anotherMagicNumberIsAnError(magic: [UInt8]) {
    let error = #expect(throws: VisionError.self) { try IDX(magic + good.dropFirst(4), path: "digits", rank: 3) }
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
    let error = #expect(throws: VisionError.self) { try IDX(header + good.dropFirst(16), path: "a", rank: 3) }
    #expect(error?.message.contains("12 bytes follow") == true)
  }

  @Test func everyChangeOfOneHeaderByteIsAnErrorOrTheSameSize() throws {
    for position in 0..<16 {
      for value in UInt8.min...UInt8.max {
        var bytes = good
        bytes[position] = value
        guard let idx = try? IDX(bytes, path: "a", rank: 3) else { continue }
        #expect(idx.shape.reduce(1, *) == 12)
      }
    }
  }

  @Test func imagesAndLabelsMustBeAsMany() throws {
    let images = try IDX(good, path: "images", rank: 3)
    let labels = try IDX([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3], path: "labels", rank: 1)
    let error = #expect(throws: VisionError.self) { try LabelledImages(images: images, labels: labels, path: "images") }
    #expect(error?.message == "it has 2 images, but there are 3 labels")
  }
}
