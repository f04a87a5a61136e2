public import Tensors

extension Tensor where Element == UInt8 {
  /// The image [height, width, channels] as the bytes of a JPEG file. Equal images give equal bytes.
  ///
  /// - Parameter quality: 1…100; 75 is usual on the web, 90 hardly to be told from the original.
  /// - Throws: `ImageError` if the image does not have 1 or 3 channels, has no pixels, or more than 65,500 either way.
  public func jpegData(quality: Int = 90) throws(ImageError) -> [UInt8] {
    try encoded(as: .jpeg, quality: quality, name: "JPEG image")
  }

  /// The image [height, width, channels] as the bytes of a PNG file, without loss. Equal images give equal bytes.
  ///
  /// - Throws: `ImageError` if the image does not have 1, 3 or 4 channels, or has no pixels.
  public func pngData() throws(ImageError) -> [UInt8] { try encoded(as: .png, quality: 100, name: "PNG image") }

  /// Writes the image as a file whose name ends in `.jpg`, `.jpeg` or `.png`. An old file of this name is replaced when the
  /// new one is whole.
  ///
  /// - Parameter quality: of a JPEG file, 1…100.
  /// - Throws: `ImageError` if the name ends otherwise, the format cannot hold the image, or the file cannot be written.
  public func write(to path: String, quality: Int = 90) throws(ImageError) {
    let format = try ImageFormat(nameOf: path)
    try WholeFile(path: path).write(try encoded(as: format, quality: quality, name: path))
  }

  /// - Parameter name: what messages call the image.
  private func encoded(as format: ImageFormat, quality: Int, name: String) throws(ImageError) -> [UInt8] {
    precondition((1...100).contains(quality), "a quality is 1…100, not \(quality)")
    guard rank == 3 else { throw ImageError(name, "an image is [height, width, channels], not \(shape)") }
    guard shape[0] > 0, shape[1] > 0 else { throw ImageError(name, "an image of shape \(shape) has no pixels") }
    guard format.channels.contains(shape[2]) else {
      throw ImageError(
        name, "a \(format.rawValue) file cannot hold \(shape[2]) channels",
        hint: format == .jpeg && shape[2] == 4 ? "write a PNG file, which keeps transparency" : nil)
    }
    guard Swift.max(shape[0], shape[1]) <= format.longestSide else {
      throw ImageError(
        name, "a \(format.rawValue) file has at most \(format.longestSide) pixels each way, not \(shape)")
    }
    return try Encoder(format: format, quality: quality, name: name).bytes(of: self)
  }
}

extension ImageFormat {
  /// Channels that a file can hold.
  fileprivate var channels: [Int] { self == .jpeg ? [1, 3] : [1, 3, 4] }
  /// libjpeg's JPEG_MAX_DIMENSION; libpng's own limit.
  fileprivate var longestSide: Int { self == .jpeg ? 65_500 : 1_000_000 }

  /// Takes the format from a file's name.
  fileprivate init(nameOf path: String) throws(ImageError) {
    let name = path.lowercased()
    if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
      self = .jpeg
    } else if name.hasSuffix(".png") {
      self = .png
    } else {
      throw ImageError(path, "the name does not say which format to write", hint: "end it in .jpg or .png")
    }
  }
}
