import Foundation
import Hashing

/// An image that a page shows: a file named by the hash of its content.
package struct PageImage: Hashable, Sendable {
  /// File name in the site's folder of images.
  package var name: String
  /// Where the file comes from.
  package var source: URL

  package init(name: String, source: URL) {
    self.name = name
    self.source = source
  }
}

/// An image that the author placed in the text, and its size where the file tells it.
package struct AuthorImage: Sendable {
  package var image: PageImage
  package var size: ImageSize?

  /// Finds the file that a chapter's Markdown names, relative to the chapter's folder.
  ///
  /// - Throws: `BookError` without a place when there is no such file, or the address is not one of a file.
  package init(address: String, chapterPath: String, bookFolder: URL) throws {
    guard !address.contains("://"), !address.hasPrefix("//"), !address.hasPrefix("data:") else {
      throw BookError(
        "the image '\(address)' lies on another host", hint: "keep a copy in the book: a page asks no other host")
    }
    let path = address.removingPercentEncoding ?? address
    let file = bookFolder.appending(path: chapterPath).deletingLastPathComponent().appending(path: path).standardized
    guard let bytes = try? Data(contentsOf: file) else {
      throw BookError("there is no image '\(address)'", hint: "the path is relative to the chapter's folder")
    }
    image = PageImage(name: bytes.sha256.prefix(16).hexadecimal + "." + file.pathExtension.lowercased(), source: file)
    size = ImageSize(of: [UInt8](bytes))
  }
}

/// Width and height of an image file in pixels, read from its header.
package struct ImageSize: Equatable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Reads the header of a PNG (section 11.2.2 of its specification) or JPEG file (ITU T.81, B.2.2), nil for others.
  package init?(of bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count >= 24 {
      self.init(width: Self.number(bytes[16..<20]), height: Self.number(bytes[20..<24]))
    } else if bytes.starts(with: [0xFF, 0xD8]), let frame = Self.frameHeader(bytes) {
      self.init(width: Self.number(bytes[frame + 7..<frame + 9]), height: Self.number(bytes[frame + 5..<frame + 7]))
    } else {
      return nil
    }
  }

  /// Skips from marker to marker until one that starts a frame: FFC0 to FFCF without C4, C8 and CC.
  private static func frameHeader(_ bytes: [UInt8]) -> Int? {
    var place = 2
    while place + 9 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) { return place }
      place += 2 + number(bytes[place + 2..<place + 4])
    }
    return nil
  }

  private static func number(_ bigEndian: ArraySlice<UInt8>) -> Int { bigEndian.reduce(0) { $0 << 8 | Int($1) } }
}
