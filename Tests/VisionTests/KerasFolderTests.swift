import Images
import Tensors
import Testing
import Vision

/// Names, order, split, labels and pixels against `keras.utils.image_dataset_from_directory`.
@Suite struct KerasFolderTests {
  private let keras: KerasFolder

  init() throws { keras = try KerasFolder.read() }

  @Test func filesAndClassesAreFoundInKerasOrder() throws {
    let data = try ImageDataset(directory: KerasFolder.path, shuffle: false)
    #expect(data.fileNames == keras.sorted.names)
    #expect(data.classNames == keras.sorted.classes)
    #expect(try ImageDataset(directory: KerasFolder.path, labels: nil, shuffle: false).fileNames == keras.unlabelled)
  }

  @Test(arguments: [0, 7, 4_294_967_295] as [UInt64])
  func aSeedShufflesAsInKeras(seed: UInt64) throws {
    let data = try ImageDataset(directory: KerasFolder.path, seed: seed)
    #expect(data.fileNames == keras.shuffled["\(seed)"])
    let classes = data.fileNames.map { name in data.classNames.firstIndex { name.hasPrefix($0 + "/") } }
    #expect(data.labels == classes)
  }

  @Test(arguments: [0.2, 0.34, 0.5], [1, 7] as [UInt64])
  func theSplitIsThatOfKerasAndSharesNoFile(share: Double, seed: UInt64) throws {
    let expected = try #require(keras.split["\(share) \(seed)"])
    let parts = try ImageDataset.split(directory: KerasFolder.path, seed: seed, validationSplit: share)
    #expect(parts.training.fileNames == expected["training"])
    #expect(parts.validation.fileNames == expected["validation"])
    #expect(Set(parts.training.fileNames).isDisjoint(with: parts.validation.fileNames))
    let single = try ImageDataset(
      directory: KerasFolder.path, seed: seed, validationSplit: share, subset: .validation)
    #expect(single.fileNames == expected["validation"])
  }

  @Test func withoutShufflingTheLastFilesValidate() throws {
    let parts = try ImageDataset.split(directory: KerasFolder.path, shuffle: false, validationSplit: 0.25)
    #expect(parts.training.fileNames == keras.sortedSplit["training"])
    #expect(parts.validation.fileNames == keras.sortedSplit["validation"])
  }

  private func check(_ data: ImageDataset, _ expected: KerasFolder.Batches, within tolerance: Float = 2e-3) throws {
    let parts = try everything(data)
    let images = stride(from: 0, to: parts.count, by: 2).map { parts[$0] }
    let labels = stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
    #expect(data.fileNames == expected.names)
    #expect(images.map { $0.shape[0] } == expected.batches)
    #expect(Tensor(concatenating: labels) == Tensor(expected.labelShape, expected.labels))
    let pixels = Tensor(concatenating: images)
    #expect(pixels.shape == expected.shape)
    let worst = zip(pixels.elements, expected.pixels).map { abs($0 - $1) }.max() ?? 0
    #expect(worst < tolerance)
  }

  @Test func pixelsAndNumbersOfClassesAreThoseOfKeras() throws {
    let data = try ImageDataset(
      directory: KerasFolder.path, classNames: ["ant", "bee"], batchSize: 4, imageSize: [6, 5], shuffle: false)
    try check(data, keras.int)
  }

  @Test func binaryLabelsAndNearestPixelsAreThoseOfKeras() throws {
    let data = try ImageDataset(
      directory: KerasFolder.path, labelMode: .binary, classNames: ["bee", "ant"], batchSize: 4, imageSize: [6, 5],
      shuffle: false, interpolation: .nearest)
    try check(data, keras.binary)
  }

  @Test func categoricalLabelsAndGreyPixelsAreThoseOfKeras() throws {
    let data = try ImageDataset(
      directory: KerasFolder.path, labelMode: .categorical, classNames: ["bee", "ant"], colorMode: .grayscale,
      batchSize: 4, imageSize: [6, 5], shuffle: false)
    // Grey is rounded as Pillow does it, which may differ by one from TensorFlow.
    try check(data, keras.categorical, within: 1.01)
  }

  @Test func croppedPixelsAreThoseOfKeras() throws {
    let data = try ImageDataset(
      directory: KerasFolder.path, classNames: ["ant", "bee"], batchSize: 4, imageSize: [6, 5], shuffle: false,
      cropToAspectRatio: true)
    try check(data, keras.cropped)
  }

  @Test func areaPixelsAreThoseOfKeras() throws {
    let data = try ImageDataset(
      directory: KerasFolder.path, classNames: ["ant", "bee"], batchSize: 4, imageSize: [6, 5], shuffle: false,
      interpolation: .area)
    try check(data, keras.area)
  }
}
