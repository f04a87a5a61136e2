// Vision: images with their labels or masks, as tensors in memory and as batches read from files.
//
// 1. A loader such as `MNIST.load` opens an edition that is present; it never downloads. What it gives is an
//    `ImageClassificationData`: training and test images with their labels and class names.
// 2. Readers of file formats (IDX by way of `ArrayFiles`, digits as CSV) check every number of a header before they trust it.
// 3. `Folders` lists photographs: classes by folder, masks by name, in Keras' order, shuffled and split as Keras does.
// 4. `Reading` decodes many files in one go on all threads, and keeps images that fit into memory.
// 5. `Pipeline` cuts an epoch into batches; `ImageDataset` and `SegmentationDataset` are what authors and `fit` see of it.

public import Datasets
public import Tensors

/// A labelled set of images for classification, cut into training and test.
public struct ImageClassificationData: Sendable, CustomStringConvertible {
  /// The name in the catalogue of data sets, such as `mnist`.
  public var name: String
  /// Whether this is all of the data set or a sample of it.
  public var edition: Edition
  /// The name of each class, by label.
  public var classNames: [String]
  public var train: LabelledImages
  public var test: LabelledImages

  /// - Throws: `VisionError` if a label has no class name.
  public init(
    name: String, edition: Edition, classNames: [String], train: LabelledImages, test: LabelledImages
  ) throws(VisionError) {
    self.name = name
    self.edition = edition
    self.classNames = classNames
    self.train = train
    self.test = test
    for part in [train, test] { try part.checkLabels(areBelow: classNames.count, of: name) }
  }

  public var description: String {
    "\(name) (\(edition)): \(train.count) training and \(test.count) test images of "
      + train.images.shape.dropFirst().map(String.init).joined(separator: " x ")
      + ", \(classNames.count) classes"
  }
}

/// Images with one label each.
public struct LabelledImages: Sendable, Equatable {
  /// Pixels from 0 to 255: [image, height, width, channels].
  public let images: Tensor<UInt8>
  /// The class of each image, from 0: [image].
  public let labels: Tensor<Int32>

  /// - Throws: `VisionError` if there is not one label an image.
  public init(images: Tensor<UInt8>, labels: Tensor<Int32>) throws(VisionError) {
    guard images.rank == 4, labels.rank == 1, images.shape[0] == labels.shape[0] else {
      throw VisionError(
        "labelled images",
        "images of shape \(images.shape) and labels of shape \(labels.shape) do not belong together; "
          + "needed are [n, height, width, channels] and [n]")
    }
    self.images = images
    self.labels = labels
  }

  public var count: Int { labels.count }

  fileprivate func checkLabels(areBelow classes: Int, of name: String) throws(VisionError) {
    guard let wrong = labels.elements.first(where: { $0 < 0 || $0 >= classes }) else { return }
    throw VisionError(name, "label \(wrong) is outside its \(classes) classes")
  }
}
