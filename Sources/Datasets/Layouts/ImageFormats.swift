/// Which files are images, by their names. Keras reads GIF and BMP too; here they are named instead of left out.
package enum ImageFormats {
  private static let read = [".jpeg", ".jpg", ".png"]
  private static let refused = [".bmp", ".gif"]

  package static let refusal = "GIF and BMP files are not read"

  package static func isImage(_ name: some StringProtocol) -> Bool { has(name, read) }

  package static func isRefused(_ name: some StringProtocol) -> Bool { has(name, refused) }

  private static func has(_ name: some StringProtocol, _ extensions: [String]) -> Bool {
    let name = name.lowercased()
    return extensions.contains { name.hasSuffix($0) }
  }
}
