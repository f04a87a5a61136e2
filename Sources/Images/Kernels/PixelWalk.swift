import Tensors

/// A way through the pixels of an image, row by row, with steps counted in values.
struct PixelWalk {
  let start: Int
  let rows: Int
  let rowStep: Int
  let columns: Int
  let columnStep: Int

  /// The pixels in the order of the walk, as an image [rows, columns, channels].
  func collected(from image: Tensor<UInt8>, channels: Int) -> Tensor<UInt8> {
    precondition(rows * columns * channels == image.count, "the walk visits every pixel once")
    var result = Tensor<UInt8>(uninitialized: [rows, columns, channels])
    unsafe image.withUnsafeBuffer { source in
      unsafe result.withUnsafeMutableBuffer { target in
        var place = 0
        for row in 0..<rows {
          for column in 0..<columns {
            let pixel = start + row * rowStep + column * columnStep
            for channel in 0..<channels { unsafe target[place + channel] = source[pixel + channel] }
            place += channels
          }
        }
      }
    }
    return result
  }
}
