package import ArrayFiles
internal import Tensors

extension LabelledImages {
  /// Joins grey images as they lie in a file, [n, height, width], with labels, [n].
  ///
  /// - Throws: `VisionError` if these are no bytes, have other axes, or are not as many; `ArrayFileError` if they cannot be read.
  package init(images: StoredArray, labels: StoredArray) throws {
    for (array, rank) in [(images, 3), (labels, 1)] {
      guard array.elementType == .uint8, array.shape.count == rank else {
        throw VisionError(array.name, "it holds \(array) and should hold bytes with \(rank) axes")
      }
    }
    guard images.shape[0] == labels.shape[0] else {
      throw VisionError(
        images.name, "it has \(images.shape[0]) images, but there are \(labels.shape[0]) labels")
    }
    try self.init(
      images: images.tensor(as: UInt8.self).reshaped(images.shape + [1]), labels: labels.tensor(as: Int32.self))
  }
}
