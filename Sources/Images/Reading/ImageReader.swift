import Tensors

/// Reads images of any size to images of one size, one file after another, straight into a batch. For one thread at a time.
///
/// Memory and tables stay from file to file. The usual file, JPEG and bilinear, is resized while it is decoded: only its
/// last rows are in memory, and in the cache.
///
/// The result is that of `image_dataset_from_directory`: TensorFlow's transform, and then what `resized` gives, bit for bit.
/// libjpeg could decode to a half or a quarter of the size in less time, but its pixels are means of several, where
/// Keras takes single ones: other numbers, not other roundings.
package final class ImageReader {
  package private(set) var decoder: ImageDecoder
  package let size: ImageSize
  package let interpolation: Interpolation
  package let cropToAspectRatio: Bool
  private let jpeg: JPEGReader
  private let file = FileBuffer()
  private let stream = RowStream()

  /// - Throws: `ImageError` if there is no memory.
  package init(
    decoder: ImageDecoder = ImageDecoder(), size: ImageSize, interpolation: Interpolation = .bilinear,
    cropToAspectRatio: Bool = false
  ) throws(ImageError) {
    precondition(min(size.height, size.width) > 0, "an image cannot be resized to \(size)")
    self.decoder = decoder
    self.decoder.transform = .fast
    self.size = size
    self.interpolation = interpolation
    self.cropToAspectRatio = cropToAspectRatio
    jpeg = try JPEGReader()
  }

  /// Values in one image.
  package var count: Int { size.height * size.width * decoder.colorMode.channels }

  /// Reads a file to `target`, which has room for `count` values, 0…255.
  ///
  /// - Throws: `ImageError`; what is in `target` then is undefined.
  package func read(_ path: String, into target: UnsafeMutablePointer<Float>) throws(ImageError) {
    let bytes = try unsafe file.load(path)
    let decoding = Decoding(decoder: decoder, path: path)
    guard try unsafe ImageFormat(bytes, path: path) == .jpeg else {
      return unsafe resize(try decoding.image(bytes), into: target)
    }
    let header = try unsafe jpeg.open(bytes, path: path)
    try decoding.check(header.size)
    if interpolation == .bilinear, header.orientation == .upright, !header.isCMYK {
      try unsafe stream.read(resizing(from: header.size), decoder, from: jpeg, into: target)
    } else {
      unsafe resize(try decoding.jpegImage(header, jpeg), into: target)
    }
  }

  private func resize(_ image: Tensor<UInt8>, into target: UnsafeMutablePointer<Float>) {
    let resizing = resizing(from: ImageSize(height: image.shape[0], width: image.shape[1]))
    unsafe resizing.resize(image, into: target)
  }

  private func resizing(from source: ImageSize) -> Resizing {
    Resizing(
      from: source, channels: decoder.colorMode.channels, to: size, interpolation: interpolation,
      cropToAspectRatio: cropToAspectRatio)
  }
}
