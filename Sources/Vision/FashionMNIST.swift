public import Datasets

/// Photographs of clothing, 28 x 28 pixels, grey, on black (0).
public enum FashionMNIST {
  /// Loads 60,000 training and 10,000 test images of ten kinds of clothing.
  ///
  /// - Parameter edition: the edition to load; nil takes the one that was configured, else the fullest present.
  /// - Throws: `DatasetError` if the data set is not present or damaged, saying how to fetch it.
  public static func load(edition: Edition? = nil, from environment: DataEnvironment = .current) throws
    -> ImageClassificationData
  {
    let data = try environment.open("fashion-mnist", edition: edition)
    let parts = try data.idxParts()
    return try ImageClassificationData(
      name: data.dataset.name, edition: data.edition.kind, classNames: classNames, train: parts.train,
      test: parts.test)
  }

  /// The names that the data set's authors give its labels.
  private static var classNames: [String] {
    [
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ]
  }
}
