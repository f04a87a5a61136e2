import Foundation
import Images
import Tensors
import Testing
import Vision

/// Data sets of files that somebody else has listed.
@Suite struct ListedFilesTests {
  @Test func listedFilesKeepTheirOrderAndLabels() throws {
    try withPictures(count: 2) { folder in
      let files = ["dog/dog.1", "cat/cat.0"].map { (path: folder + "/\($0).png", label: $0.hasPrefix("dog") ? 1 : 0) }
      let data = try ImageDataset(
        files: files, classNames: ["cat", "dog"], labelMode: .categorical, imageSize: [6, 5], shuffle: false)
      #expect(data.filePaths == files.map(\.path))
      try data.forEachBatch { images, labels in
        let second = try ImageDecoder().decode(contentsOf: files[1].path)
        #expect(images.row(1) == Tensor<Float>(second))
        #expect(labels == Tensor([2, 2], [0, 1, 1, 0]))
      }
    }
  }

  @Test func listsThatDoNotFitAreRefused() {
    #expect(throws: VisionError.self) { try ImageDataset(files: [], classNames: ["a", "b"]) }
    #expect(throws: VisionError.self) {
      try ImageDataset(files: [("x.png", 2)], classNames: ["a", "b"], labelMode: .categorical)
    }
    #expect(throws: VisionError.self) { try SegmentationDataset(pairs: []) }
  }

  @Test func theLayoutOfTheOxfordPetsIsRead() throws {
    try withFolder { folder in
      for number in 0..<3 {
        let image = Tensor<UInt8>([8, 8, 3], repeating: UInt8(number))
        try write(image.jpegData(quality: 90), folder + "/images/Abyssinian_\(number).jpg")
        let mask = Tensor<UInt8>([8, 8, 1], repeating: UInt8(number + 1))
        try write(mask.pngData(), folder + "/annotations/trimaps/Abyssinian_\(number).png")
      }
      try write([], folder + "/annotations/list.txt")
      let pets = try SegmentationDataset.oxfordPets(directory: folder, imageSize: [4, 4], shuffle: false)
      #expect(pets.description == "3 images with masks")
      try pets.forEachBatch { images, masks in
        #expect(images.shape == [3, 4, 4, 3])
        #expect((0..<3).map { masks[$0, 0, 0, 0] } == [0, 1, 2])
      }
      let listed = try SegmentationDataset(
        pairs: [(folder + "/images/Abyssinian_2.jpg", folder + "/annotations/trimaps/Abyssinian_1.png")],
        imageSize: [4, 4], labelOffset: -1)
      try listed.forEachBatch { _, masks in #expect(masks.elements.allSatisfy { $0 == 1 }) }
    }
  }
}
