import Foundation
import Images
import Testing

/// Files that are damaged, or made to do harm: each is an error with its path, or an image, and never a crash.
@Suite struct HostileFileTests {
  private static let names = Fixtures.names(in: "Hostile")

  @Test func thereAreHostileFiles() {
    #expect(Self.names.count { $0.hasPrefix("bad-") } >= 20)
    #expect(Self.names.count { $0.hasPrefix("fine-") } >= 5)
  }

  @Test(arguments: names.filter { $0.hasPrefix("bad-") })
  func badFilesAreRefusedByName(_ name: String) throws {
    let path = Fixtures.path("Hostile/" + name)
    for mode in ColorMode.allCases {
      let error = #expect(throws: ImageError.self) { try ImageDecoder(colorMode: mode).decode(contentsOf: path) }
      #expect(error?.subject == path)
      #expect(error?.message.isEmpty == false)
    }
  }

  @Test(arguments: names.filter { $0.hasPrefix("fine-") })
  func oddButWholeFilesAreRead(_ name: String) throws {
    let image = try ImageDecoder().decode(contentsOf: Fixtures.path("Hostile/" + name))
    #expect(image.shape[2] == 3)
  }

  @Test(arguments: [
    ("bad-empty.jpg", "the file is empty"), ("bad-gif-named-jpeg.jpg", "not a JPEG or PNG image but a GIF image"),
    ("bad-page.png", "not a JPEG or PNG image but a web page"), ("bad-cut-in-scan.jpg", "the JPEG file is cut off"),
    ("bad-only-end-missing.jpg", "the JPEG file is cut off"), ("bad-no-end.png", "the PNG file is cut off"),
    ("bad-many-scans.jpg", "the JPEG file is damaged: it has too many scans"),
    ("bad-huge.jpg", "the image has 65500 x 65500 pixels, more than the 178956970 allowed"),
    ("bad-limit.png", "the image has 2147483647 x 2147483647 pixels, more than the 178956970 allowed"),
  ])
  func theMessageSaysWhatIsWrong(name: String, message: String) {
    let error = #expect(throws: ImageError.self) {
      try ImageDecoder().decode(contentsOf: Fixtures.path("Hostile/" + name))
    }
    #expect(error?.message == message)
  }

  /// The orientation of a block that leads in circles is found all the same: 16 x 16, turned.
  @Test func exifIsReadOnce() throws {
    let upright = try ImageDecoder().decode(contentsOf: Fixtures.path("Hostile/fine-exif-orientation-9.jpg"))
    let turned = try ImageDecoder().decode(contentsOf: Fixtures.path("Hostile/fine-exif-circle.jpg"))
    #expect(turned != upright)
    #expect(turned[0, 15, 0] == upright[0, 0, 0])
  }

  static let whole = [
    "colors-420.jpg", "progressive.jpg", "inks.jpg", "rgb-8.png", "palette-4-interlaced-transparent.png",
  ]

  @Test(arguments: whole)
  func everyCutFileIsRefused(_ name: String) throws {
    let bytes = try Fixtures.bytes("Files/" + name)
    for length in 0..<bytes.count {
      #expect(throws: ImageError.self, "cut to \(length)") {
        try ImageDecoder().decode(Array(bytes.prefix(length)), path: name)
      }
    }
  }

  @Test(arguments: whole)
  func aFlippedByteNeverTraps(_ name: String) throws {
    let bytes = try Fixtures.bytes("Files/" + name)
    var dice = Dice(seed: 7)
    var refused = 0
    for position in bytes.indices {
      var damaged = bytes
      damaged[position] ^= UInt8.random(in: 1...255, using: &dice)
      if (try? ImageDecoder(pixelLimit: 1 << 20).decode(damaged, path: name)) == nil { refused += 1 }
    }
    #expect(refused > 0)
  }

  @Test(arguments: whole)
  func shuffledPartsNeverTrap(_ name: String) throws {
    let bytes = try Fixtures.bytes("Files/" + name)
    var dice = Dice(seed: 11)
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<4 {
        let (from, to) = (Int.random(in: 8..<bytes.count, using: &dice), Int.random(in: 8..<bytes.count, using: &dice))
        let count = min(Int.random(in: 1...40, using: &dice), bytes.count - max(from, to))
        damaged.replaceSubrange(to..<to + count, with: bytes[from..<from + count])
      }
      _ = try? ImageDecoder(colorMode: .grayscale, pixelLimit: 1 << 20).decode(damaged, path: name)
    }
  }
}
