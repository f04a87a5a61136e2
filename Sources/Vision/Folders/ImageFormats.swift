/// Which files of a folder are images, by their names. Keras reads GIF and BMP too; here they are named instead of left out.
enum ImageFormats {
  private static let read = [".jpeg", ".jpg", ".png"]
  private static let refused = [".bmp", ".gif"]

  static let refusal = "GIF and BMP files are not read"

  static func isImage(_ name: String) -> Bool { has(name, read) }

  static func isRefused(_ name: String) -> Bool { has(name, refused) }

  private static func has(_ name: String, _ extensions: [String]) -> Bool {
    let name = name.lowercased()
    return extensions.contains { name.hasSuffix($0) }
  }
}
