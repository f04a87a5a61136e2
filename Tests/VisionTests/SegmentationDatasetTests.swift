import Foundation
import Images
import Tensors
import Testing
import Vision

/// Photographs and masks that belong together by name.
@Suite(.serialized) struct SegmentationDatasetTests {
  private func data(
    _ images: String = KerasFolder.path + "/ant", _ masks: String = KerasFolder.masks, offset: Int = -1,
    shuffle: Bool = false, policy: UnreadablePolicy = .stop
  ) throws -> SegmentationDataset {
    try SegmentationDataset(
      images: images, masks: masks, batchSize: 2, imageSize: [6, 5], shuffle: shuffle, seed: 3, labelOffset: offset,
      onUnreadable: policy)
  }

  @Test func pairsAreFoundByNameAndTheOthersNamed() throws {
    let data = try data()
    #expect(data.fileNames == ["ant.1", "ant.10", "ant.2"])
    let (ant, masks) = (KerasFolder.path + "/ant/", KerasFolder.masks + "/")
    #expect(
      data.unpaired == [
        ant + "Big.png", ant + "wings-old/b.png", ant + "wings/a.png", ant + "wings/z.png", masks + "other.png",
      ])
    #expect(data.description.hasPrefix("3 images with masks; 5 files without a partner: \(ant)Big.png, "))
  }

  @Test func masksAreNearestPixelsWithTheOffset() throws {
    let raw = try ImageDecoder(colorMode: .grayscale).decode(contentsOf: KerasFolder.masks + "/ant.1.png")
    let expected = raw.resized(to: [6, 5], interpolation: .nearest)
    try data().take(1).forEachBatch { images, masks in
      #expect(images.shape == [2, 6, 5, 3])
      #expect(masks.shape == [2, 6, 5, 1])
      #expect(Tensor<Float>(masks.row(0)) + 1 == expected)
      #expect(masks.elements.allSatisfy { $0 < 3 })
    }
    try data(offset: 0).take(1).forEachBatch { _, masks in #expect(Tensor<Float>(masks.row(0)) == expected) }
  }

  @Test func anOffsetThatMakesNegativeLabelsNamesTheMask() throws {
    let error = #expect(throws: VisionError.self) { try everything(data(offset: -2)) }
    #expect(error?.subject == KerasFolder.masks + "/ant.1.png")
  }

  @Test func aSplitKeepsTheLastPairsForValidation() throws {
    let all = try data(shuffle: true)
    let (training, validation) = try all.split(validationCount: 1)
    #expect(training.fileNames + validation.fileNames == all.fileNames)
    #expect(try data(shuffle: true).fileNames == all.fileNames)
    #expect(try everything(validation, epoch: 1) == everything(validation))
    for count in [0, 3, 4] { #expect(throws: VisionError.self) { try all.split(validationCount: count) } }
  }

  @Test func damagedMasksStopOrAreSkipped() throws {
    try withFolder { folder in
      for number in 0..<4 {
        try writePicture(folder + "/images/\(number).png", number)
        try write(Tensor<UInt8>([6, 5, 1], repeating: 1).pngData(), folder + "/masks/\(number).png")
      }
      try write([1, 2], folder + "/masks/2.png")
      try write([1, 2], folder + "/masks/._1.png")
      let stopping = try data(folder + "/images", folder + "/masks")
      #expect(stopping.count == 4 && stopping.unpaired.isEmpty)
      #expect(throws: VisionError.self) { try everything(stopping) }
      let skipping = try data(folder + "/images", folder + "/masks", policy: .skip)
      #expect(skipping.fileNames == ["0", "1", "3"])
      #expect(skipping.description == "3 images with masks; 1 unreadable file skipped: 2")
      #expect(try everything(skipping).count == 4)
    }
  }

  @Test func foldersThatDoNotFitAreNamed() throws {
    try withPictures(["a", "b"], count: 1) { folder in
      let missing = #expect(throws: VisionError.self) { try data(folder + "/a", folder + "/c") }
      #expect(missing?.message == "there is no such folder")
      let strangers = #expect(throws: VisionError.self) { try data(folder + "/a", folder + "/b") }
      #expect(strangers?.message.hasPrefix("none of its 1 images has a mask") == true)
      try write([1], folder + "/a/a.0.jpg")
      let twice = #expect(throws: VisionError.self) { try data(folder + "/a", folder + "/b") }
      #expect(twice?.message.hasSuffix("has the same name") == true)
    }
  }
}
