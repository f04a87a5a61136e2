import Tensors

/// Grey made of colours.
enum Luma {
  /// Turns colours [height, width, 3] into grey: 0.299 red + 0.587 green + 0.114 blue (ITU-R 601-2), as Pillow rounds it.
  static func image(_ colors: Tensor<UInt8>) -> Tensor<UInt8> {
    var image = Tensor<UInt8>(uninitialized: [colors.shape[0], colors.shape[1], 1])
    unsafe colors.withUnsafeBuffer { source in
      unsafe image.withUnsafeMutableBuffer { target in
        for pixel in 0..<target.count {
          let (red, green, blue) = unsafe (source[3 * pixel], source[3 * pixel + 1], source[3 * pixel + 2])
          unsafe target[pixel] = grey(UInt32(red), UInt32(green), UInt32(blue))
        }
      }
    }
    return image
  }

  private static func grey(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16)
  }
}
