internal import ArrayFiles
public import Datasets
internal import Tensors

/// Handwritten digits, 28 x 28 pixels, grey: white ink (255) on black (0).
public enum MNIST {
  static var side: Int { 28 }

  /// Loads the digits.
  ///
  /// The full edition has 60,000 training and 10,000 test images. The sample has 5,000, of which 400 of each digit are
  /// for training and 100 for test (see `StratifiedSplit`).
  ///
  /// - Parameter edition: the edition to load; nil takes the one that was configured, else the fullest present.
  /// - Throws: `DatasetError` if the data set is not present or damaged, saying how to fetch it.
  public static func load(edition: Edition? = nil, from environment: DataEnvironment = .current) throws
    -> ImageClassificationData
  {
    let data = try environment.open("mnist", edition: edition)
    let parts = data.edition.kind == .full ? try data.idxParts() : try sampleParts(of: data)
    return try ImageClassificationData(
      name: data.dataset.name, edition: data.edition.kind, classNames: (0...9).map(String.init), train: parts.train,
      test: parts.test)
  }

  private static func sampleParts(of data: OpenDataset) throws -> (train: LabelledImages, test: LabelledImages) {
    let file = "mnist_5k.csv.gz"
    let digits = try DigitsCSV(try data.decompressed(file), path: data.path(of: file), side: side)
    let split = StratifiedSplit(labels: digits.labels, testEvery: 5)
    return (try digits.part(split.train), try digits.part(split.test))
  }
}

extension DigitsCSV {
  /// The images and labels at some positions, in that order.
  func part(_ positions: [Int]) throws(VisionError) -> LabelledImages {
    let pixels = images.elements
    let pixelsPerImage = images.shape.dropFirst().reduce(1, *)
    let chosen = positions.flatMap { pixels[($0 * pixelsPerImage)..<(($0 + 1) * pixelsPerImage)] }
    return try LabelledImages(
      images: Tensor([positions.count] + images.shape.dropFirst(), chosen),
      labels: Tensor(positions.map { labels[$0] }))
  }
}

extension OpenDataset {
  /// The two parts of a data set in the form of MNIST: four IDX files.
  func idxParts() throws -> (train: LabelledImages, test: LabelledImages) {
    (try idxPart("train"), try idxPart("t10k"))
  }

  private func idxPart(_ prefix: String) throws -> LabelledImages {
    let images = "\(prefix)-images-idx3-ubyte.gz"
    let labels = "\(prefix)-labels-idx1-ubyte.gz"
    return try LabelledImages(
      images: StoredArray(idx: try decompressed(images), name: path(of: images)),
      labels: StoredArray(idx: try decompressed(labels), name: path(of: labels)))
  }
}
