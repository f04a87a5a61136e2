import Tensors

/// Pixels of the inks cyan, magenta, yellow and black.
struct Inks {
  /// Whether 255 stands for no ink, as in files with Adobe's marker.
  let areInverted: Bool

  /// Turns inks [height, width, 4] into colours: what the ink leaves of what the black leaves.
  ///
  /// c' = k' − c · k' / 255, rounded, where k' = 255 − k; as Pillow does it.
  func image(_ inks: Tensor<UInt8>, _ mode: ColorMode) -> Tensor<UInt8> {
    let channels = mode == .rgba ? 4 : 3
    var image = Tensor<UInt8>(uninitialized: [inks.shape[0], inks.shape[1], channels])
    unsafe inks.withUnsafeBuffer { source in
      unsafe image.withUnsafeMutableBuffer { target in
        for pixel in 0..<source.count / 4 {
          let light = remaining(unsafe source[4 * pixel + 3])
          for ink in 0..<3 {
            unsafe target[channels * pixel + ink] = product(remaining(source[4 * pixel + ink]), light)
          }
          if channels == 4 { unsafe target[4 * pixel + 3] = 255 }
        }
      }
    }
    return mode == .grayscale ? Luma.image(image) : image
  }

  /// What an ink leaves of white, 0…255.
  private func remaining(_ stored: UInt8) -> Int { areInverted ? Int(stored) : 255 - Int(stored) }

  /// light − (255 − left) · light / 255, the quotient rounded.
  private func product(_ left: Int, _ light: Int) -> UInt8 {
    UInt8(light - ((255 - left) * light + 127) / 255)
  }
}

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
