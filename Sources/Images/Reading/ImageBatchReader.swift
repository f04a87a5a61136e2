import Synchronization
package import Tensors

/// Reads many images to one size on all threads of the pool.
package final class ImageBatchReader {
  private let readers: [ImageReader]
  private let channels: Int

  /// - Throws: `ImageError` if there is no memory.
  package init(
    decoder: ImageDecoder = ImageDecoder(), size: ImageSize, interpolation: Interpolation = .bilinear,
    cropToAspectRatio: Bool = false
  ) throws(ImageError) {
    var readers: [ImageReader] = []
    for _ in 0..<min(ThreadPool.shared.threads, 64) {
      readers.append(
        try ImageReader(
          decoder: decoder, size: size, interpolation: interpolation, cropToAspectRatio: cropToAspectRatio))
    }
    self.readers = readers
    channels = decoder.colorMode.channels
  }

  /// Reads files to a batch [count, height, width, channels], 0…255.
  ///
  /// The place of a file that cannot be read holds zeros, and its error is at its index. The number of threads does not
  /// change the result.
  package func read(_ paths: [String]) -> (images: Tensor<Float>, errors: [Int: ImageError]) {
    let size = readers[0].size
    var images = Tensor<Float>(uninitialized: [paths.count, size.height, size.width, channels])
    let errors = read(paths, into: &images)
    return (images, errors)
  }

  /// Reads files to the first places of a batch that is there already, which saves the time that new memory takes.
  package func read(_ paths: [String], into images: inout Tensor<Float>) -> [Int: ImageError] {
    precondition(
      images.count >= paths.count * readers[0].count, "a batch \(images.shape) has no room for \(paths.count) images")
    let errors = Mutex<[Int: ImageError]>([:])
    unsafe images.withUnsafeMutableBuffer { batch in
      guard let batch = batch.baseAddress else { return }
      ThreadPool.shared.parallel(paths.count, slots: readers.count) { index, slot in
        if let error = unsafe read(paths[index], readers[slot], into: batch + index * readers[slot].count) {
          errors.withLock { $0[index] = error }
        }
      }
    }
    return errors.withLock { $0 }
  }

  private func read(
    _ path: String, _ reader: ImageReader, into target: UnsafeMutablePointer<Float>
  ) -> ImageError? {
    do throws(ImageError) {
      try unsafe reader.read(path, into: target)
      return nil
    } catch {
      unsafe target.update(repeating: 0, count: reader.count)
      return error
    }
  }
}
