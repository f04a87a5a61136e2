internal import Datasets
internal import Images
internal import Synchronization
internal import Tensors

/// Decodes image files into one tensor, on all threads. Which thread decodes an image changes nothing.
final class BatchDecoder {
  private let settings: ImageSettings
  /// One for each thread; made when the first image is read.
  private var readers: [ImageReader] = []
  /// The tensors given out last. Once nobody else has one, its memory serves again: the system would have to clear new memory.
  private var given: [Tensor<Float>] = []
  /// The one that is in use while the next is filled, and that one.
  private static let mostGiven = 2

  init(_ settings: ImageSettings) { self.settings = settings }

  /// - Parameters:
  ///   - paths: the files.
  ///   - known: for each file the image, if it need not be read again.
  /// - Returns: [paths, height, width, channels], and by place the errors of files that are no images.
  /// - Throws: `VisionError` if there is no memory.
  func images(
    _ paths: [String], known: [Tensor<Float>?]
  ) throws(VisionError) -> (images: Tensor<Float>, errors: [Int: ImageError]) {
    try makeReaders()
    var images = takeUnused([paths.count] + settings.shape)
    let errors = Mutex<[Int: ImageError]>([:])
    let length = settings.shape.reduce(1, *)
    unsafe images.withUnsafeMutableBuffer { batch in
      guard let batch = batch.baseAddress else { return }
      ThreadPool.shared.parallel(paths.count, slots: readers.count) { place, slot in
        let row = unsafe UnsafeMutableBufferPointer(start: batch + place * length, count: length)
        do throws(ImageError) {
          try unsafe fill(row, with: known[place], or: paths[place], by: readers[slot])
        } catch {
          errors.withLock { $0[place] = error }
        }
      }
    }
    given = given.suffix(Self.mostGiven - 1) + [images]
    return (images, errors.withLock { $0 })
  }

  /// Gives up the memory that was to serve again.
  func release() { given = [] }

  private func takeUnused(_ shape: [Int]) -> Tensor<Float> {
    for index in given.indices where given[index].shape == shape && given[index].isUnique() {
      return given.remove(at: index)
    }
    return Tensor(uninitialized: shape)
  }

  private func makeReaders() throws(VisionError) {
    do throws(ImageError) {
      while readers.count < min(ThreadPool.shared.threads, 64) {
        readers.append(
          try ImageReader(
            decoder: ImageDecoder(colorMode: settings.colorMode), size: settings.size,
            interpolation: settings.interpolation, cropToAspectRatio: settings.cropsToAspectRatio))
      }
    } catch {
      throw VisionError(error.subject, error.message)
    }
  }

  private func fill(
    _ row: UnsafeMutableBufferPointer<Float>, with known: Tensor<Float>?, or path: String, by reader: ImageReader
  ) throws(ImageError) {
    guard let target = row.baseAddress else { return }
    if let known {
      unsafe known.withUnsafeBuffer { _ = unsafe row.update(fromContentsOf: $0) }
    } else if ImageFormats.isRefused(path) {
      throw ImageError(path, ImageFormats.refusal, hint: "save it as PNG or JPEG")
    } else {
      try unsafe reader.read(path, into: target)
    }
  }
}
