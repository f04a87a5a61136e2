import FuzzDriver
import Images

/// Decodes whatever follows the signature of a PNG file: an image or an `ImageError`; anything else is a find.
let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

fuzz { input in
  let file = signature + input.dropFirst(signature.count)
  for content in [file, withRightChecksums(file)] {
    for mode in [ColorMode.grayscale, .rgba] {
      _ = try? ImageDecoder(colorMode: mode, pixelLimit: 1 << 18).decode(content, path: "fuzz.png")
    }
  }
}
