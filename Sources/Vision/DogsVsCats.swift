public import Datasets
public import Images

/// Pictures of cats (label 0) and dogs (label 1) in three parts, as in F. Chollet, "Deep Learning with Python", section 8.2.
public struct DogsVsCats: CustomStringConvertible {
  /// Whether these are the photographs or the painted pets that stand in for them.
  public let edition: Edition
  /// To learn from; shuffled in every epoch.
  public let train: ImageDataset
  /// To choose by.
  public let validation: ImageDataset
  /// To judge with, once.
  public let test: ImageDataset

  /// Finds the pictures; they are read when batches are asked for. Labels are 0 and 1, of shape [batch, 1].
  ///
  /// - Parameters:
  ///   - imageSize: height and width in pixels.
  ///   - trainingImages: how many pictures of each class to learn from, the first of them; nil takes all.
  ///   - edition: the edition to load; nil takes the one that was configured, else the fullest present.
  ///   - onUnreadable: what a file that cannot be decoded does; the published archive has a few.
  /// - Throws: `DatasetError` if the data set is not present, saying how to fetch it; `VisionError` if a part has no pictures.
  public static func load(
    imageSize: ImageSize = [180, 180], batchSize: Int = 32, trainingImages: Int? = nil, edition: Edition? = nil,
    onUnreadable: UnreadablePolicy = .skip, from environment: DataEnvironment = .current
  ) throws -> DogsVsCats {
    let data = try environment.open("dogs-vs-cats", edition: edition)
    let parts = try data.catsAndDogs()
    func dataset(_ examples: [CatsAndDogs.Example], shuffle: Bool) throws -> ImageDataset {
      try ImageDataset(
        files: examples.map { ($0.path, $0.label) }, classNames: CatsAndDogs.classNames, labelMode: .binary,
        batchSize: batchSize, imageSize: imageSize, shuffle: shuffle, onUnreadable: onUnreadable)
    }
    let chosen = parts.train.first(ofEach: trainingImages)
    return DogsVsCats(
      edition: data.edition.kind, train: try dataset(chosen, shuffle: true),
      validation: try dataset(parts.validation, shuffle: false), test: try dataset(parts.test, shuffle: false))
  }

  public var description: String {
    "dogs-vs-cats (\(edition)): train \(train); validation \(validation); test \(test)"
  }
}

extension [CatsAndDogs.Example] {
  /// The first examples of each class; all if no number is given.
  fileprivate func first(ofEach count: Int?) -> [CatsAndDogs.Example] {
    guard let count else { return self }
    var seen: [Int: Int] = [:]
    return filter { example in
      seen[example.label, default: 0] += 1
      return seen[example.label, default: 0] <= count
    }
  }
}
