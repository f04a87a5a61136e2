import Datasets
import Foundation
import Images
import Tensors
import Testing
import Vision

/// The loaders of the book's pictures, on folders that a user has registered.
struct PetLoadingTests {
  @Test func catsAndDogsComeInThreePartsOfWhichOnlyTheFirstIsShuffled() throws {
    try withFolder { path in
      let folder = URL(filePath: path)
      for (part, count) in [("train", 3), ("validation", 2), ("test", 1)] {
        for (label, kind) in ["cat", "dog"].enumerated() {
          for index in 0..<count {
            try write(gray: UInt8(100 * label + index), to: "\(part)/\(kind)/\(kind).\(index).png", in: folder)
          }
        }
      }
      let environment = try registered("dogs-vs-cats", folder)
      let pets = try DogsVsCats.load(imageSize: [4, 4], batchSize: 8, from: environment)
      #expect(pets.train.count == 6)
      #expect(pets.validation.count == 4)
      #expect(pets.test.count == 2)
      #expect(pets.edition == .full)
      #expect(pets.validation.labels == [0, 0, 1, 1])
      try pets.validation.forEachBatch { images, labels in
        #expect(images.shape == [4, 4, 4, 3])
        #expect(labels.shape == [4, 1])
        let corners = (0..<4).map { images[$0, 0, 0, 0] }
        #expect(corners == [0, 1, 100, 101] as [Float])
      }
      let few = try DogsVsCats.load(imageSize: [4, 4], trainingImages: 2, from: environment)
      #expect(few.train.labels.sorted() == [0, 0, 1, 1] && few.test.count == 2)
    }
  }

  @Test func masksOfTheOxfordPetsCountFromZero() throws {
    try withFolder { path in
      let folder = URL(filePath: path)
      for index in 0..<10 {
        try write(gray: UInt8(index), to: "images/Beagle_\(index).jpg", in: folder)
        let trimap = Tensor<UInt8>([4, 4, 1], (0..<16).map { UInt8($0 % 3 + 1) })
        let path = folder.appending(path: "pets/annotations/trimaps/Beagle_\(index).png")
        try FileManager.default.createDirectory(
          at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try trimap.write(to: path.path)
      }
      let environment = try registered("oxford-pets", folder)
      let pets = try OxfordPets.load(imageSize: [4, 4], batchSize: 2, from: environment)
      #expect(pets.train.count == 8)
      #expect(pets.validation.count == 2)
      #expect(Set(pets.train.fileNames).isDisjoint(with: pets.validation.fileNames))
      try pets.validation.forEachBatch { images, masks in
        #expect(images.shape == [2, 4, 4, 3])
        let labels = masks.elements.prefix(4).map { Int($0) }
        #expect(labels == [0, 1, 2, 0])
      }
      #expect(try OxfordPets.load(imageSize: [4, 4], trainingImages: 5, from: environment).train.count == 5)
    }
  }

  private func write(gray: UInt8, to name: String, in folder: URL) throws {
    let path = folder.appending(path: "pets/" + name)
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Tensor<UInt8>([4, 4, 3], repeating: gray).write(to: path.path)
  }

  private func registered(_ name: String, _ folder: URL) throws -> DataEnvironment {
    let store = DataStore(folder: folder.appending(path: "store"))
    _ = try store.add(name, at: folder.appending(path: "pets"), as: .full)
    return DataEnvironment(store: store)
  }
}
