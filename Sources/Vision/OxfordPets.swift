public import Datasets
public import Images

/// Pictures of pets with a class for every pixel: 0 pet, 1 background, 2 border.
///
/// Source: O. M. Parkhi, A. Vedaldi, A. Zisserman, C. V. Jawahar, "Cats and dogs", CVPR 2012, whose trimaps count from 1.
public struct OxfordPets: CustomStringConvertible {
  /// Whether these are the photographs or the painted pets that stand in for them.
  public let edition: Edition
  /// To learn from; shuffled in every epoch.
  public let train: SegmentationDataset
  /// To choose by and to judge with.
  public let validation: SegmentationDataset

  /// Names of the classes by label.
  public static let classNames = ["pet", "background", "border"]

  /// Finds the pictures and their masks; they are read when batches are asked for.
  ///
  /// - Parameters:
  ///   - imageSize: height and width in pixels.
  ///   - trainingImages: how many pictures to learn from; nil takes all.
  ///   - seed: decides which pictures are kept for validation: a fifth, at most 1,000.
  ///   - edition: the edition to load; nil takes the one that was configured, else the fullest present.
  ///   - onUnreadable: what a file that cannot be decoded does.
  /// - Throws: `DatasetError` if the data set is not present, saying how to fetch it; `VisionError` if a part has no pictures.
  public static func load(
    imageSize: ImageSize = [200, 200], batchSize: Int = 16, trainingImages: Int? = nil, seed: UInt64 = 1337,
    edition: Edition? = nil, onUnreadable: UnreadablePolicy = .skip, from environment: DataEnvironment = .current
  ) throws -> OxfordPets {
    let data = try environment.open("oxford-pets", edition: edition)
    let parts = try data.petsWithTrimaps().split(seed: seed)
    func dataset(_ pairs: some Sequence<PetsWithTrimaps.Pair>, shuffle: Bool) throws -> SegmentationDataset {
      try SegmentationDataset(
        pairs: pairs.map { ($0.image, $0.trimap) }, batchSize: batchSize, imageSize: imageSize, shuffle: shuffle,
        labelOffset: -1, onUnreadable: onUnreadable)
    }
    return OxfordPets(
      edition: data.edition.kind,
      train: try dataset(parts.train.prefix(trainingImages ?? parts.train.count), shuffle: true),
      validation: try dataset(parts.validation, shuffle: false))
  }

  public var description: String { "oxford-pets (\(edition)): train \(train); validation \(validation)" }
}
