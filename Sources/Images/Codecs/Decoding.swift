import Tensors

/// One file on its way to an image.
struct Decoding {
  let decoder: ImageDecoder
  let path: String

  /// Decodes a file in memory.
  func image(_ bytes: UnsafeBufferPointer<UInt8>) throws(ImageError) -> Tensor<UInt8> {
    switch try unsafe ImageFormat(bytes, path: path) {
    case .jpeg: try unsafe jpegImage(bytes, JPEGReader())
    case .png: try unsafe pngImage(bytes)
    }
  }

  /// Decodes a JPEG file with a reader that may have read others.
  func jpegImage(_ bytes: UnsafeBufferPointer<UInt8>, _ reader: JPEGReader) throws(ImageError) -> Tensor<UInt8> {
    let header = try unsafe reader.open(bytes, path: path)
    return try jpegImage(header, reader)
  }

  /// Decodes the rest of a JPEG file whose header is read.
  func jpegImage(_ header: JPEGHeader, _ reader: JPEGReader) throws(ImageError) -> Tensor<UInt8> {
    try check(header.size)
    try reader.start(header.isCMYK ? nil : decoder.colorMode, decoder.transform)
    var image = Tensor<UInt8>(uninitialized: shape(header.size, header.isCMYK ? 4 : decoder.colorMode.channels))
    try unsafe image.withUnsafeMutableBuffer { (pixels) throws(ImageError) in
      guard let start = pixels.baseAddress else { return }
      try unsafe reader.read(header.size.height, into: start, rowBytes: pixels.count / header.size.height)
    }
    try reader.finish()
    if header.isCMYK { image = Inks(areInverted: header.hasAdobeMarker).image(image, decoder.colorMode) }
    return header.orientation.applied(to: image)
  }

  private func pngImage(_ bytes: UnsafeBufferPointer<UInt8>) throws(ImageError) -> Tensor<UInt8> {
    let reader = try PNGReader(path: path)
    let header = try unsafe reader.open(bytes)
    try check(header.size)
    let becomesGrey = decoder.colorMode == .grayscale && header.hasColors
    let mode = becomesGrey ? .rgb : decoder.colorMode
    var image = Tensor<UInt8>(uninitialized: shape(header.size, mode.channels))
    try unsafe image.withUnsafeMutableBuffer { (pixels) throws(ImageError) in
      guard let start = pixels.baseAddress else { return }
      try unsafe reader.read(mode, into: start, rowBytes: pixels.count / header.size.height)
    }
    return becomesGrey ? Luma.image(image) : image
  }

  private func shape(_ size: ImageSize, _ channels: Int) -> [Int] { [size.height, size.width, channels] }

  /// Refuses an image that would take too much memory, and one without pixels.
  func check(_ size: ImageSize) throws(ImageError) {
    guard size.height > 0, size.width > 0 else { throw ImageError(path, "the image has no pixels") }
    let (pixels, overflows) = size.height.multipliedReportingOverflow(by: size.width)
    guard !overflows, pixels <= decoder.pixelLimit else {
      throw ImageError(
        path, "the image has \(size.width) x \(size.height) pixels, more than the \(decoder.pixelLimit) allowed",
        hint: "if you trust the file, give ImageDecoder a greater pixelLimit")
    }
  }
}
