import Datasets
import DeepLearning
import Foundation
import Images
import Tensors
import Testing
import Vision

/// What a data set of photographs gives, step by step.
@Suite(.serialized) struct ImageDatasetTests {
  private func data(_ folder: String, seed: UInt64 = 5, shuffle: Bool = true) throws -> ImageDataset {
    try ImageDataset(
      directory: folder, labelMode: .binary, batchSize: 6, imageSize: [6, 5], shuffle: shuffle, seed: seed)
  }

  @Test func aLoopSeesEveryImageOnceWithItsLabel() throws {
    try withPictures { folder in
      let data = try data(folder)
      #expect((data.count, data.batchCount, data.exampleCount) == (20, 4, 20))
      var labels: [Float] = []
      var sizes: [Int] = []
      try data.forEachBatch { images, batch in
        #expect(images.shape == [batch.shape[0], 6, 5, 3])
        sizes.append(batch.shape[0])
        labels += batch.elements
      }
      #expect(sizes == [6, 6, 6, 2])
      #expect(labels.filter { $0 == 1 }.count == 10)
      #expect(labels != labels.sorted())
    }
  }

  /// A `for` loop cannot throw: on a damaged file it could only stop the program.
  @Test func thereIsNoLoopThatCannotThrow() throws {
    try withPictures(count: 1) { folder in
      let data: Any = try data(folder)
      #expect(!(data is any Sequence))
    }
  }

  @Test(arguments: [21, 64, .max])
  func batchesMayBeLargerThanTheData(size: Int) throws {
    try withPictures { folder in
      let whole = try data(folder).batched(size).prefetch(.max)
      #expect(whole.batchCount == 1)
      #expect(try everything(whole)[0].shape == [20, 6, 5, 3])
      #expect(try everything(data(folder).prefetch(.max)).count == 8)
    }
  }

  @Test func pixelsAreThoseOfTheFile() throws {
    try withPictures { folder in
      let data = try data(folder, shuffle: false)
      let first = try ImageDecoder().decode(contentsOf: folder + "/" + data.fileNames[0])
      try data.take(1).forEachBatch { images, _ in #expect(images.row(0) == Tensor<Float>(first)) }
    }
  }

  @Test func everyEpochHasAnOrderOfItsOwnThatItsSeedDecides() throws {
    try withPictures { folder in
      let data = try data(folder)
      let epochs = try (0..<3).map { try everything(data, epoch: $0) }
      #expect(epochs[0] != epochs[1] && epochs[1] != epochs[2])
      #expect(try everything(self.data(folder), epoch: 1) == epochs[1])
      #expect(try everything(self.data(folder, seed: 6), epoch: 1) != epochs[1])
      let sorted = try self.data(folder, shuffle: false)
      #expect(try everything(sorted, epoch: 1) == everything(sorted))
      #expect(try everything(sorted.shuffled(seed: 1), epoch: 1) != everything(sorted.shuffled(seed: 1)))
    }
  }

  @Test func batchesAreTheSameForAnyNumberOfThreadsAheadAndKept() throws {
    let before = ThreadPool.shared.threads
    defer { ThreadPool.shared.threads = before }
    try withPictures { folder in
      let expected = try everything(data(folder).cache(upTo: 0), epoch: 1)
      for threads in 1...3 {
        ThreadPool.shared.threads = threads
        for ahead in [1, 2, 9] {
          #expect(try everything(data(folder).prefetch(ahead), epoch: 1) == expected)
        }
        let kept = try data(folder).cache()
        for _ in 0..<2 { #expect(try everything(kept, epoch: 1) == expected) }
      }
    }
  }

  @Test func keptImagesAreNotReadAgainUnlessTheirFileChanges() throws {
    try withPictures(count: 2) { folder in
      let (kept, fresh) = (try data(folder, shuffle: false), try data(folder, shuffle: false).cache(upTo: 0))
      let before = try everything(kept)
      #expect(try everything(fresh) == before)
      try writePicture(folder + "/cat/cat.0.png", 99)
      #expect(try everything(kept) == everything(fresh))
      #expect(try everything(kept) != before)
    }
  }

  @Test func takingBatchingAndMappingGiveOtherDataSets() throws {
    try withPictures { folder in
      let data = try data(folder, shuffle: false)
      let two = data.take(2)
      #expect((two.count, data.count) == (12, 20))
      #expect(two.fileNames == Array(data.fileNames.prefix(12)))
      #expect(two.batched(5).batchCount == 3)
      #expect(data.take(100).count == 20)
      #expect(try everything(data.take(0)).isEmpty)
      let halved = data.map { images, labels in (images / 2, labels) }.map { images, labels in (images + 1, labels) }
      let (plain, changed) = (try everything(data), try everything(halved))
      #expect(changed[0] == plain[0] / 2 + 1)
      #expect(changed[1] == plain[1])
      let shuffled = try self.data(folder)
      #expect(try everything(shuffled.take(1), epoch: 2) == Array(everything(shuffled, epoch: 2).prefix(2)))
    }
  }

  @Test func withoutLabelsThereAreImagesOnly() throws {
    try withPictures { folder in
      let data = try ImageDataset(directory: folder, labels: nil, imageSize: [6, 5])
      #expect(data.labelMode == nil && data.classNames.isEmpty)
      try data.take(1).forEachBatch { _, labels in #expect(labels.shape == [20, 0]) }
      #expect(data.description == "20 images")
    }
  }

  @Test func givenLabelsBelongToTheFilesInTheirOrder() throws {
    try withPictures(["a"], count: 3) { folder in
      let data = try ImageDataset(directory: folder, labels: [2, 0, 2], imageSize: [6, 5], shuffle: false)
      #expect(data.labels == [2, 0, 2])
      #expect(data.classNames == ["0", "2"])
    }
  }

  @Test func theFingerprintTellsFilesAndSettings() throws {
    try withPictures { folder in
      let data = try data(folder)
      var seen = [data.fingerprint()]
      #expect(try self.data(folder).fingerprint() == seen[0])
      seen += [data.take(1), data.batched(7), data.shuffled(seed: 6), data.map(named: "half") { ($0 / 2, $1) }]
        .map { $0.fingerprint() }
      seen.append(try ImageDataset(directory: folder, batchSize: 6, imageSize: [6, 5], seed: 5).fingerprint())
      seen.append(
        try ImageDataset(directory: folder, labelMode: .binary, batchSize: 6, imageSize: [5, 6], seed: 5).fingerprint())
      try writePicture(folder + "/cat/cat.0.png", 99)
      seen.append(data.fingerprint())
      #expect(Set(seen).count == seen.count)
      #expect(!seen.contains(nil))
      #expect(data.map { ($0 / 2, $1) }.fingerprint() == nil)
      #expect(data.prefetch(3).cache().fingerprint() == data.fingerprint())
    }
  }

  @Test func theDataLogNamesTheFolderWithItsContents() throws {
    try withPictures { folder in
      func entry() throws -> DataLog.Entry? {
        _ = try data(folder)
        return DataLog.shared.drain().last { $0.name == folder }
      }
      let before = try #require(try entry())
      #expect(before.kind == .file)
      #expect(try entry() == before)
      try writePicture(folder + "/dog/dog.7.png", 99)
      #expect(try entry()?.fingerprint != before.fingerprint)
    }
  }
}

/// Files that are damaged, or no images.
@Suite(.serialized) struct UnreadableFileTests {
  private func withDamage<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withPictures(count: 8) { folder in
      let whole = try [UInt8](Data(contentsOf: URL(filePath: folder + "/cat/cat.3.png")))
      try write(Array(whole.prefix(whole.count / 2)), folder + "/cat/cat.3.png")
      try write(Array("no picture".utf8), folder + "/dog/dog.5.jpg")
      try write([], folder + "/dog/empty.jpeg")
      try write(Array("GIF89a".utf8), folder + "/dog/moving.GIF")
      try write([], folder + "/dog/Thumbs.db")
      return try body(folder)
    }
  }

  @Test func stoppingNamesTheFirstFile() throws {
    try withDamage { folder in
      let data = try ImageDataset(directory: folder, imageSize: [6, 5], shuffle: false)
      #expect(data.count == 19)
      let error = #expect(throws: VisionError.self) { try everything(data) }
      #expect(error?.subject == folder + "/cat/cat.3.png")
      #expect(error?.hint?.contains("onUnreadable: .skip") == true)
      let model = try DirectoryTrainingTests.model()
      #expect(throws: VisionError.self) { try model.fit(data) }
    }
  }

  @Test func skippingCountsAndNamesThemAndKeepsTheOthers() throws {
    try withDamage { folder in
      let data = try ImageDataset(directory: folder, imageSize: [6, 5], onUnreadable: .skip)
      #expect(
        data.description == "15 images of 2 classes; 4 unreadable files skipped: "
          + "cat/cat.3.png, dog/dog.5.jpg, dog/empty.jpeg, dog/moving.GIF")
      #expect(data.unreadable[3].reason == "GIF and BMP files are not read")
      #expect(try everything(data).first?.shape[0] == 15)
      try writePicture(folder + "/cat/cat.3.png", 3)
      #expect(try ImageDataset(directory: folder, onUnreadable: .skip).count == 16)
    }
  }

  @Test func aFolderOfNothingButDamageIsAnError() throws {
    try withFolder { folder in
      try write([1, 2, 3], folder + "/a/x.png")
      let error = #expect(throws: VisionError.self) { try ImageDataset(directory: folder, onUnreadable: .skip) }
      #expect(error?.message == "none of its images can be read")
    }
  }
}
