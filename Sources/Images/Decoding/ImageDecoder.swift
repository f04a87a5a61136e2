// Images: JPEG and PNG files to pixels and back, and pixels to other sizes.
//
// 1. An `ImageDecoder` looks at how a file begins, lets libjpeg or libpng decode it, brings its colours to a `ColorMode`
//    and turns it upright. A damaged file is an `ImageError` that names it, never half a picture.
// 2. `Tensor.resized` makes another size of it, with the numbers that Keras and TensorFlow would give.
// 3. An `ImageReader` does both for one file after another, straight into a batch, and an `ImageBatchReader` on all threads.
// 4. `Tensor.jpegData`, `pngData` and `write(to:)` make files.
//
// An image is a `Tensor<UInt8>` of shape [height, width, channels], its rows from top to bottom.

public import Tensors

/// Makes pixels of JPEG and PNG files. The content of a file says which it is, not its name.
///
///     let photo = try ImageDecoder().decode(contentsOf: "cat.jpg")
///
/// JPEG files may be grey, in colour or in inks (CMYK), sequential or progressive. They are decoded as Pillow
/// does it, and then turned upright as their EXIF orientation says (which Pillow leaves to `exif_transpose`, and TensorFlow
/// does not do).
///
/// PNG files may be of any kind. Colours are brought to the mode as Pillow's `convert` does it: transparency is dropped,
/// where the mode has none, and not blended with a background. Samples of 16 bits lose their lower byte.
public struct ImageDecoder: Sendable {
  /// The channels of the decoded images.
  public var colorMode: ColorMode
  /// Images of more pixels are refused before they take memory.
  public var pixelLimit: Int
  /// How JPEG files are decoded.
  package var transform = JPEGTransform.accurate

  /// Makes a decoder.
  ///
  /// - Parameter pixelLimit: Pillow's limit where nothing else is said, about 13,000 pixels each way.
  public init(colorMode: ColorMode = .rgb, pixelLimit: Int = 178_956_970) {
    self.colorMode = colorMode
    self.pixelLimit = pixelLimit
  }

  /// Decodes the bytes of a file to an image [height, width, channels].
  ///
  /// - Parameter path: what messages call the file.
  /// - Throws: `ImageError` if they are no JPEG or PNG file, are damaged or cut off, or hold too many pixels.
  public func decode(_ bytes: [UInt8], path: String) throws(ImageError) -> Tensor<UInt8> {
    try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(ImageError) in
      try unsafe Decoding(decoder: self, path: path).image(bytes)
    }
  }

  /// Decodes a file to an image [height, width, channels].
  ///
  /// - Throws: `ImageError` if the file cannot be read, is no JPEG or PNG file, is damaged or cut off, or holds too many
  ///   pixels.
  public func decode(contentsOf path: String) throws(ImageError) -> Tensor<UInt8> {
    let file = FileBuffer()
    return try unsafe Decoding(decoder: self, path: path).image(file.load(path))
  }
}
