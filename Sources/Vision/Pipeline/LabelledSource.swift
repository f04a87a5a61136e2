internal import Tensors

/// Where images and what belongs to them come from.
protocol LabelledSource<Label> {
  associatedtype Label: Scalar

  /// Bytes that all images take when they are kept.
  var bytes: Int { get }
  /// Bytes that an image, and its mask if it has one, takes while it is read.
  var bytesPerExample: Int { get }
  /// Whether the images have labels.
  var isLabelled: Bool { get }
  /// Reads examples by their numbers: [rows, height, width, channels], and labels or masks of as many rows.
  func read(_ rows: [Int], keeps: Bool) throws(VisionError) -> (images: Tensor<Float>, labels: Tensor<Label>)
  /// Reads what belongs to the images alone.
  func readLabels(_ rows: [Int], keeps: Bool) throws(VisionError) -> Tensor<Label>
  /// Gives up what only served for reading: an epoch has ended.
  func release()
  /// What identifies these examples: how they are read, and names, labels and contents of the files.
  func fingerprint(of rows: [Int]) -> String
}
