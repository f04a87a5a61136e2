import FuzzDriver
import Images

/// Decodes whatever follows the signature of a JPEG file: an image or an `ImageError`; anything else is a find.
let signature: [UInt8] = [0xFF, 0xD8, 0xFF]

fuzz { input in
  let file = signature + input.dropFirst(signature.count)
  for mode in [ColorMode.grayscale, .rgba] {
    _ = try? ImageDecoder(colorMode: mode, pixelLimit: 1 << 18).decode(file, path: "fuzz.jpeg")
  }
}
