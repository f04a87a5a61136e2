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
