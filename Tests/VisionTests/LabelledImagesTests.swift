import ArrayFiles
import Testing
import Vision

/// Images and labels of IDX files, joined; `ArrayFiles` tests how such files are read.
@Suite struct LabelledImagesTests {
  private func labelled(_ images: [UInt8], _ labels: [UInt8]) throws -> LabelledImages {
    try LabelledImages(
      images: StoredArray(idx: images, name: "images"), labels: StoredArray(idx: labels, name: "labels"))
  }

  /// Two images of 2 x 3 pixels.
  private let images: [UInt8] =
    [0, 0, 8, 3] + [0, 0, 0, 2] + [0, 0, 0, 2] + [0, 0, 0, 3] + (1...12).map { UInt8($0) }
  private let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 7, 255]

  @Test func imagesGetAnAxisOfOneChannel() throws {
    let found = try labelled(images, labels)
    #expect(found.images.shape == [2, 2, 3, 1])
    #expect(found.images.elements == (1...12).map { UInt8($0) })
    #expect(found.labels.elements == [7, 255])
  }

  @Test func thereIsOneLabelAnImage() {
    let error = #expect(throws: VisionError.self) { try labelled(images, [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]) }
    #expect(error?.description == "images: it has 2 images, but there are 3 labels")
  }

  @Test func bothAreBytesOfTheirRank() {
    let swapped = #expect(throws: VisionError.self) { try labelled(labels, images) }
    #expect(swapped?.description == "images: it holds uint8 [2] and should hold bytes with 3 axes")
    let integers = #expect(throws: VisionError.self) { try labelled(images, [0, 0, 12, 1, 0, 0, 0, 1, 0, 0, 0, 7]) }
    #expect(integers?.message.hasPrefix("it holds int32 [1]") == true)
    #expect(throws: VisionError.self) { try labelled([0, 0, 8, 0, 1], labels) }
  }
}
