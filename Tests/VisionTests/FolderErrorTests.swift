import Foundation
import Testing
import Vision

/// What is wrong with a folder, said to people.
@Suite struct FolderErrorTests {
  private func problem(_ make: () throws -> ImageDataset) -> VisionError? {
    #expect(throws: VisionError.self) { _ = try make() }
  }

  @Test func aMissingFolderAFileAndAnEmptyFolderAreToldApart() throws {
    try withFolder { folder in
      #expect(problem { try ImageDataset(directory: folder + "/no") }?.message == "there is no such folder")
      try write([1], folder + "/file")
      #expect(problem { try ImageDataset(directory: folder + "/file") }?.message == "it is a file")
      #expect(problem { try ImageDataset(directory: folder) }?.message == "there are no images in it")
      try writePicture(folder + "/loose.png", 1)
      #expect(problem { try ImageDataset(directory: folder) }?.hint?.contains("labels: nil") == true)
    }
  }

  @Test(arguments: [(["cat"], "there are 1: cat"), (["a", "b", "c"], "there are 3: a, b, c")])
  func binaryLabelsNeedTwoClasses(classes: [String], message: String) throws {
    try withPictures(classes, count: 1) { folder in
      let error = problem { try ImageDataset(directory: folder, labelMode: .binary) }
      #expect(error?.message == "labelMode .binary needs two classes, and " + message)
    }
  }

  @Test func namesAndLabelsHaveToFit() throws {
    try withPictures(count: 2) { folder in
      let unknown = problem { try ImageDataset(directory: folder, classNames: ["cat", "cow"]) }
      #expect(unknown?.message == "classNames names 'cow', but its folders are cat, dog")
      #expect(
        problem { try ImageDataset(directory: folder, labels: [0, 1]) }?.message == "there are 2 labels for 4 images")
      #expect(
        problem { try ImageDataset(directory: folder, labels: [0, 0, 1, -1]) }?.message.hasSuffix("is -1") == true)
      let named = problem { try ImageDataset(directory: folder, labels: nil, classNames: ["cat"]) }
      #expect(named?.hint == "leave it out")
    }
  }

  @Test(arguments: [0, 1, -0.1, 1.5, .nan])
  func aSplitLiesBetweenNoneAndAll(share: Double) throws {
    try withPictures(count: 2) { folder in
      let error = #expect(throws: VisionError.self) {
        try ImageDataset.split(directory: folder, validationSplit: share)
      }
      #expect(error?.message == "it is \(share) and has to lie between 0 and 1")
    }
  }

  @Test func aSplitLeavesImagesOnBothSides() throws {
    try withPictures(count: 2) { folder in
      let error = problem { try ImageDataset(directory: folder, validationSplit: 0.2, subset: .training) }
      #expect(error?.message == "validationSplit 0.2 of its 4 images leaves none for validation")
      #expect(
        problem { try ImageDataset(directory: folder, validationSplit: 0.2) }?.hint?.contains("subset") == true)
      #expect(problem { try ImageDataset(directory: folder, subset: .training) } != nil)
    }
  }

  @Test func aLinkToAFolderIsReadOnRequest() throws {
    try withPictures(["cat"], count: 2) { folder in
      try withPictures(["x"], count: 3) { other in
        try FileManager.default.createSymbolicLink(atPath: folder + "/cat/more", withDestinationPath: other)
        #expect(try ImageDataset(directory: folder).count == 2)
        #expect(try ImageDataset(directory: folder, followLinks: true).count == 5)
      }
    }
  }
}
