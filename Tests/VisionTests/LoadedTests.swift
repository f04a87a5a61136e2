import Tensors
import Testing
import Vision

/// All of a data set in memory.
@Suite(.serialized) struct LoadedTests {
  private func data(_ folder: String, shuffle: Bool = true) throws -> ImageDataset {
    try ImageDataset(
      directory: folder, labelMode: .binary, batchSize: 6, imageSize: [6, 5], shuffle: shuffle, seed: 5)
  }

  /// Images, and labels, of all batches of epoch 0.
  private func joined<Data: BatchedImages>(_ data: Data) throws -> [Tensor<Float>] {
    let parts = try everything(data)
    return [0, 1].map { first in
      Tensor(concatenating: stride(from: first, to: parts.count, by: 2).map { parts[$0] })
    }
  }

  private func problem(_ body: () throws -> Void) -> VisionError? { #expect(throws: VisionError.self) { try body() } }

  @Test(arguments: [true, false])
  func imagesAndLabelsComeInTheOrderOfTheBatches(shuffle: Bool) throws {
    try withPictures { folder in
      let data = try data(folder, shuffle: shuffle)
      let (images, labels) = try data.loaded()
      #expect(images.shape == [20, 6, 5, 3] && labels.shape == [20, 1])
      #expect(try [images, labels] == joined(data))
      #expect(try data.loadedLabels() == labels)
      #expect(try data.take(2).loaded().images == images.rows(0..<12))
    }
  }

  @Test func stepsAreDone() throws {
    try withPictures { folder in
      let changed = try data(folder).map { ($0 / 2, $1 + 1) }
      #expect(try [changed.loaded().images, changed.loaded().labels] == joined(changed))
      #expect(try changed.loadedLabels() == changed.loaded().labels)
      #expect(try Set(changed.loadedLabels().elements) == [1, 2])
    }
  }

  @Test func masksAreLoadedAsBytes() throws {
    let data = try SegmentationDataset(
      images: KerasFolder.path + "/ant", masks: KerasFolder.masks, batchSize: 2, imageSize: [6, 5], seed: 3,
      labelOffset: -1)
    let (images, masks) = try data.loaded()
    #expect(images.shape == [3, 6, 5, 3] && masks.shape == [3, 6, 5, 1])
    #expect(try [images, Tensor<Float>(masks)] == joined(data))
    #expect(try data.loadedLabels() == masks)
  }

  @Test func whatIsNotThereHasShapesAllTheSame() throws {
    try withPictures { folder in
      let none = try data(folder).take(0)
      #expect(try none.loaded().images.shape == [0, 6, 5, 3])
      #expect(try none.loaded().labels.shape == [0, 1])
      #expect(try none.loadedLabels().shape == [0, 1])
      let unlabelled = try ImageDataset(directory: folder, labels: nil, imageSize: [6, 5])
      #expect(try unlabelled.loaded().labels.shape == [20, 0])
    }
  }

  /// 20 images of 6 x 5 x 3 floats with a float each: 7,280 bytes.
  @Test func whatTakesTooMuchMemoryIsRefused() throws {
    try withPictures { folder in
      let data = try data(folder)
      #expect(try data.loaded(upTo: 7_280).images.shape[0] == 20)
      let error = problem { _ = try data.loaded(upTo: 7_279) }
      #expect(error?.message == "20 images take 0.0 MB, and 0.0 MB are allowed")
      #expect(error?.hint?.contains("forEachBatch") == true && error?.hint?.contains("loaded(upTo: 7280)") == true)
      #expect(try data.loadedLabels(upTo: 80).shape == [20, 1])
      #expect(problem { _ = try data.loadedLabels(upTo: 79) } != nil)
      let wide = data.map { images, _ in (images, Tensor([images.shape[0], 100], repeating: 1)) }
      #expect(problem { _ = try wide.loaded(upTo: 7_280) } != nil)
    }
  }

  /// Not even a batch of these images would fit into memory.
  @Test func imagesOfAnySizeAreRefusedBeforeTheyAreRead() throws {
    try withPictures(count: 2) { folder in
      for side in [500_000, 50_000_000] {
        let data = try ImageDataset(directory: folder, imageSize: [side, side])
        #expect(problem { _ = try data.loaded() }?.message.hasPrefix("4 images take ") == true)
      }
    }
  }

  @Test func aDamagedFileIsAnError() throws {
    try withPictures { folder in
      try write([1, 2, 3], folder + "/dog/dog.7.png")
      let data = try data(folder)
      #expect(problem { _ = try data.loaded() }?.subject == folder + "/dog/dog.7.png")
      #expect(problem { try data.forEachBatch { _, _ in } }?.subject == folder + "/dog/dog.7.png")
      #expect(try data.loadedLabels().shape == [20, 1], "labels are known without the images")
    }
  }

  @Test func stepsThatChangeTheNumberOfImagesAreRefused() throws {
    try withPictures { folder in
      let data = try data(folder)
      let fewer = data.map { ($0.rows(0..<1), $1.rows(0..<1)) }
      let more = data.map { (Tensor(concatenating: [$0, $0]), $1) }
      let uneven = data.map { $0.shape[0] == 6 ? ($0, $1) : ($0.reshaped([-1, 90]), $1) }
      for changed in [fewer, more, uneven] {
        #expect(problem { _ = try changed.loaded() }?.hint?.hasPrefix("map has to keep") == true)
      }
    }
  }
}
