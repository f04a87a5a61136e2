internal import Images

/// How image files become examples of one shape.
struct ImageSettings: Hashable, Sendable, CustomStringConvertible {
  var colorMode = ColorMode.rgb
  var size: ImageSize = [256, 256]
  var interpolation = Interpolation.bilinear
  var cropsToAspectRatio = false

  /// [height, width, channels]
  var shape: [Int] { [size.height, size.width, channels] }

  private var channels: Int {
    switch colorMode {
    case .grayscale: 1
    case .rgb: 3
    case .rgba: 4
    }
  }

  /// Bytes of an image as floats.
  var bytes: Int { shape.reduce(MemoryLayout<Float>.stride, *) }

  var description: String {
    "\(colorMode.rawValue) \(size.height) x \(size.width) \(interpolation.rawValue)"
      + (cropsToAspectRatio ? " cropped" : "")
  }
}
