public import Images

extension SegmentationDataset {
  /// Reads listed pairs of images and masks.
  ///
  /// - Parameters:
  ///   - pairs: paths; masks are grey PNG files.
  ///   - shuffle: whether every epoch has an order of its own, and `split` takes pairs from everywhere.
  ///   - seed: decides the orders; nil takes this process' seed.
  ///   - labelOffset: is added to every label; -1 makes 0, 1, 2 of the Oxford pets' 1, 2, 3.
  /// - Throws: `VisionError` if there are no pairs, or none can be read.
  public init(
    pairs: [(image: String, mask: String)], colorMode: ColorMode = .rgb, batchSize: Int = 32,
    imageSize: ImageSize = [256, 256], shuffle: Bool = true, seed: UInt64? = nil, labelOffset: Int = 0,
    cropToAspectRatio: Bool = false, onUnreadable: UnreadablePolicy = .stop
  ) throws(VisionError) {
    try self.init(
      pairs.map { PairedFolders.Pair(name: $0.image, image: $0.image, mask: $0.mask) }, unpaired: [],
      settings: ImageSettings(colorMode: colorMode, size: imageSize, cropsToAspectRatio: cropToAspectRatio),
      labelOffset: labelOffset, batchSize: batchSize, seed: shuffle ? ImageDataset.seed(seed) : nil,
      policy: onUnreadable)
  }

  /// Reads the layout of the Oxford-IIIT pets: `images/*.jpg`, and `annotations/trimaps/*.png` with labels 1 (pet), 2
  /// (background) and 3 (border), which become 0, 1 and 2.
  ///
  /// - Parameters: as those of `init(images:masks:)`.
  /// - Throws: `VisionError` if a folder is missing or no image has a mask.
  public static func oxfordPets(
    directory: String, batchSize: Int = 32, imageSize: ImageSize = [256, 256], shuffle: Bool = true,
    seed: UInt64? = nil, onUnreadable: UnreadablePolicy = .stop
  ) throws(VisionError) -> SegmentationDataset {
    try SegmentationDataset(
      images: directory + "/images", masks: directory + "/annotations/trimaps", batchSize: batchSize,
      imageSize: imageSize, shuffle: shuffle, seed: seed, labelOffset: -1, onUnreadable: onUnreadable)
  }
}
