/// The format of an image file, as its first bytes tell it.
enum ImageFormat: String {
  case jpeg = "JPEG"
  case png = "PNG"

  /// As many bytes as it takes to tell.
  static var signatureLength: Int { 12 }

  /// Recognizes a file by how it begins.
  ///
  /// - Throws: `ImageError` if it is something else.
  init(_ start: some Sequence<UInt8>, path: String) throws(ImageError) {
    let start = Array(start.prefix(Self.signatureLength))
    if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else {
      throw Self.refusal(of: start, path: path)
    }
  }

  /// How files of other kinds begin that turn up among images.
  private static let others: [(start: [UInt8], name: String)] = [
    (Array("GIF8".utf8), "a GIF image"), (Array("BM".utf8), "a BMP image"), (Array("RIFF".utf8), "a WebP image"),
    ([0x49, 0x49, 0x2A, 0x00], "a TIFF image"), ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF image"),
    (Array("%PDF".utf8), "a PDF document"), (Array("PK".utf8), "a zip archive"), (Array("<".utf8), "a web page"),
  ]

  private static func refusal(of start: [UInt8], path: String) -> ImageError {
    guard !start.isEmpty else { return ImageError(path, "the file is empty", hint: "fetch or copy it again") }
    guard let other = others.first(where: { start.starts(with: $0.start) }) else {
      return ImageError(path, "not a JPEG or PNG image", hint: "take it out of the folder of images")
    }
    let hint = other.name.hasSuffix("image") ? "convert it to JPEG or PNG" : "take it out of the folder of images"
    return ImageError(path, "not a JPEG or PNG image but \(other.name)", hint: hint)
  }
}
