internal import Datasets
public import Images
public import Tensors

/// Photographs with a mask each, which tells the class of every pixel, read from files batch by batch.
///
///     let (training, validation) = try SegmentationDataset(
///       images: "pets/images", masks: "pets/annotations/trimaps", imageSize: [200, 200], seed: 1, labelOffset: -1
///     ).split(validationCount: 1_000)
///     try model.fit(training, epochs: 50, validationData: validation)
///
/// ## Shapes
/// images [batch, height, width, channels], numbers from 0 to 255; masks [batch, height, width, 1], labels from 0
public struct SegmentationDataset: BatchedImages {
  /// Images without a mask and masks without an image, which are left out.
  public let unpaired: [String]
  /// Pairs that were left out because one of the files cannot be decoded.
  public let unreadable: [UnreadableFile]
  public var pipeline: BatchPipeline<UInt8>
  private let pairs: [PairedFolders.Pair]

  /// Reads two folders whose files have the same names but for the extension. Masks are grey PNG files.
  ///
  /// - Parameters:
  ///   - imageSize: height and width to which images (bilinear) and masks (nearest) are resized.
  ///   - shuffle: whether every epoch has an order of its own, and `split` takes pairs from everywhere.
  ///   - seed: decides the orders; nil takes this process' seed.
  ///   - labelOffset: is added to every label; -1 makes 0, 1, 2 of the Oxford pets' 1, 2, 3.
  ///   - cropToAspectRatio: whether images and masks are cut to the shape of `imageSize` before.
  ///   - followLinks: whether links to folders are followed.
  /// - Throws: `VisionError` if a folder is missing or no image has a mask.
  public init(
    images: String, masks: String, colorMode: ColorMode = .rgb, batchSize: Int = 32, imageSize: ImageSize = [256, 256],
    shuffle: Bool = true, seed: UInt64? = nil, labelOffset: Int = 0, cropToAspectRatio: Bool = false,
    followLinks: Bool = false, onUnreadable: UnreadablePolicy = .stop
  ) throws(VisionError) {
    let folders = try PairedFolders(images: images, masks: masks, followsLinks: followLinks)
    for folder in [images, masks] { DataLog.shared.record(folder: folder) }
    try self.init(
      folders.pairs, unpaired: folders.unpaired,
      settings: ImageSettings(colorMode: colorMode, size: imageSize, cropsToAspectRatio: cropToAspectRatio),
      labelOffset: labelOffset, batchSize: batchSize, seed: shuffle ? ImageDataset.seed(seed) : nil,
      policy: onUnreadable)
  }

  init(
    _ pairs: [PairedFolders.Pair], unpaired: [String], settings: ImageSettings, labelOffset: Int, batchSize: Int,
    seed: UInt64?, policy: UnreadablePolicy
  ) throws(VisionError) {
    precondition(batchSize > 0, "SegmentationDataset: batchSize is \(batchSize), not at least 1")
    let source = MaskedFiles(pairs, settings, labelOffset: labelOffset)
    unreadable = policy == .skip ? source.unreadable : []
    let skipped = Set(unreadable.map(\.name))
    var rows = pairs.indices.filter { !skipped.contains(pairs[$0].name) }
    guard !rows.isEmpty else {
      throw VisionError("pairs of images and masks", "none of them can be read", hint: unreadable.summary)
    }
    if let seed {
      var generator = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
      rows = generator.permutation(rows.count).map { rows[$0] }
    }
    (self.pairs, self.unpaired) = (pairs, unpaired)
    pipeline = BatchPipeline(source, rows: rows, batchSize: batchSize, seed: seed)
  }

  /// The pairs' names in the order of the data, such as `Abyssinian_100`.
  public var fileNames: [String] { pipeline.rows.map { pairs[$0].name } }

  /// The last pairs of the data to validate with, which keep one order, and the others to train on.
  ///
  /// - Throws: `VisionError` if either part is empty.
  public func split(
    validationCount: Int
  ) throws(VisionError) -> (training: SegmentationDataset, validation: SegmentationDataset) {
    let rows = pipeline.rows
    guard validationCount > 0, validationCount < rows.count else {
      throw VisionError(
        "validationCount", "it is \(validationCount) of \(rows.count) pairs", hint: "leave pairs on either side")
    }
    var (training, validation) = (self, self)
    training.pipeline.rows = Array(rows.dropLast(validationCount))
    validation.pipeline.rows = Array(rows.suffix(validationCount))
    validation.pipeline.seed = nil
    return (training, validation)
  }

  /// Such as `7,349 images with masks; 41 files without a partner: images/Abyssinian_5.jpg, …`.
  public var description: String {
    var text = "\(count.grouped) \(count == 1 ? "image" : "images") with masks"
    if !unpaired.isEmpty {
      let names = unpaired.prefix(5).joined(separator: ", ") + (unpaired.count > 5 ? ", …" : "")
      text += "; \(unpaired.count) \(unpaired.count == 1 ? "file" : "files") without a partner: \(names)"
    }
    return text + (unreadable.isEmpty ? "" : "; " + unreadable.summary)
  }
}
