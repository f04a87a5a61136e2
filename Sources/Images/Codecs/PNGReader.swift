internal import CImageCodecs

/// What a PNG file says of itself before its pixels.
struct PNGHeader {
  let size: ImageSize
  let hasColors: Bool
}

/// Reads one PNG file with libpng.
@safe final class PNGReader {
  private let handle: OpaquePointer
  private let path: String

  /// - Throws: `ImageError` if there is no memory.
  init(path: String) throws(ImageError) {
    guard let handle = unsafe quire_png_reader_make() else {
      throw ImageError(path, "there is no memory for the decoder")
    }
    unsafe self.handle = handle
    self.path = path
  }

  deinit { unsafe quire_png_reader_free(handle) }

  /// Begins the file. The bytes must stay where they are until it is read.
  func open(_ bytes: UnsafeBufferPointer<UInt8>) throws(ImageError) -> PNGHeader {
    var found = quire_png_header()
    try unsafe check(quire_png_open(handle, bytes.baseAddress, bytes.count, &found))
    return PNGHeader(size: ImageSize(height: Int(found.height), width: Int(found.width)), hasColors: found.has_colors)
  }

  /// Reads all rows and checks the end of the file.
  func read(_ mode: ColorMode, into pixels: UnsafeMutablePointer<UInt8>, rowBytes: Int) throws(ImageError) {
    try unsafe check(quire_png_read(handle, mode.samples, pixels, rowBytes))
  }

  private func check(_ status: quire_codec_status) throws(ImageError) {
    guard status != quire_codec_done else { return }
    throw unsafe ImageError(path, .png, status, quire_png_reader_message(handle))
  }
}
