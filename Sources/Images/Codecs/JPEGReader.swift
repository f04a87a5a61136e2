internal import CImageCodecs

/// What a JPEG file says of itself before its pixels.
struct JPEGHeader {
  /// The size as stored, before the image is turned upright.
  let size: ImageSize
  let isCMYK: Bool
  let hasAdobeMarker: Bool
  let orientation: Orientation
}

/// Reads JPEG files, one after another, with libjpeg, whose tables stay from file to file.
@safe final class JPEGReader {
  private let handle: OpaquePointer
  private var path: String

  /// - Throws: `ImageError` if there is no memory.
  init() throws(ImageError) {
    guard let handle = unsafe quire_jpeg_reader_make() else {
      throw ImageError("JPEG", "there is no memory for the decoder")
    }
    unsafe self.handle = handle
    path = ""
  }

  deinit { unsafe quire_jpeg_reader_free(handle) }

  /// Begins a file. The bytes must stay where they are until `finish`.
  func open(_ bytes: UnsafeBufferPointer<UInt8>, path: String) throws(ImageError) -> JPEGHeader {
    self.path = path
    var found = unsafe quire_jpeg_header()
    try unsafe check(quire_jpeg_open(handle, bytes.baseAddress, bytes.count, &found))
    let exif = unsafe found.exif.map { unsafe Exif(Array(UnsafeBufferPointer(start: $0, count: found.exif_count))) }
    return unsafe JPEGHeader(
      size: ImageSize(height: Int(found.height), width: Int(found.width)), isCMYK: found.is_cmyk,
      hasAdobeMarker: found.has_adobe_marker, orientation: exif?.orientation ?? .upright)
  }

  /// Says what the rows shall hold; nil stands for inks.
  func start(_ mode: ColorMode?, _ transform: JPEGTransform) throws(ImageError) {
    try unsafe check(quire_jpeg_start(handle, mode?.samples ?? quire_cmyk, transform == .fast))
  }

  /// Reads the next `count` rows.
  func read(_ count: Int, into pixels: UnsafeMutablePointer<UInt8>, rowBytes: Int) throws(ImageError) {
    try unsafe check(quire_jpeg_read(handle, pixels, rowBytes, Int32(count)))
  }

  /// Checks the end of the file, after the last row.
  func finish() throws(ImageError) { try unsafe check(quire_jpeg_finish(handle)) }

  private func check(_ status: quire_codec_status) throws(ImageError) {
    guard status != quire_codec_done else { return }
    throw unsafe ImageError(path, .jpeg, status, quire_jpeg_reader_message(handle))
  }
}
