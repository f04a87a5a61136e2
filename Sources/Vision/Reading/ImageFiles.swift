internal import Hashing
internal import Images
internal import Tensors

/// Image files that are read many at a time, on all threads, and may be kept once they are read.
final class ImageFiles {
  /// An image that was read, and the file as it was then.
  private struct KeptImage {
    let state: FileState
    let pixels: Tensor<Float>
  }

  let paths: [String]
  let settings: ImageSettings
  private let decoder: BatchDecoder
  private var kept: [Int: KeptImage] = [:]

  init(_ paths: [String], _ settings: ImageSettings) {
    self.paths = paths
    self.settings = settings
    decoder = BatchDecoder(settings)
  }

  /// Bytes that all images take when they are kept.
  var bytes: Int { paths.count * settings.bytes }

  /// Reads images.
  ///
  /// - Parameters:
  ///   - rows: numbers of files.
  ///   - keeps: whether the images are kept. A batch shares its memory with them.
  /// - Returns: [rows, height, width, channels]
  /// - Throws: `VisionError` of the first file that is no image.
  func read(_ rows: [Int], keeps: Bool) throws(VisionError) -> Tensor<Float> {
    let known = rows.map { pixels(ofFile: $0) }
    let (images, errors) = try decoder.images(rows.map { paths[$0] }, known: known)
    if let error = errors.min(by: { $0.key < $1.key })?.value { throw VisionError(unreadable: error) }
    if keeps {
      for (place, row) in rows.enumerated() where known[place] == nil {
        kept[row] = FileState(paths[row]).map { KeptImage(state: $0, pixels: images.row(place)) }
      }
    }
    return images
  }

  /// Gives up what only served for reading.
  func release() { decoder.release() }

  /// What was kept of a file, if that has not changed since.
  private func pixels(ofFile row: Int) -> Tensor<Float>? {
    guard let image = kept[row], image.state == FileState(paths[row]) else { return nil }
    return image.pixels
  }
}

extension VisionError {
  /// The error of a file, with the way round it.
  init(unreadable error: ImageError) {
    let own = error.hint.map { $0 + "; or " } ?? "remove the file, or "
    self.init(error.subject, error.message, hint: own + "leave such files out by onUnreadable: .skip")
  }
}
