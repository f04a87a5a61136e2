import Tensors

/// An image's values, for comparing.
struct Pixels {
  let height: Int
  let width: Int
  let channels: Int
  private(set) var values: [Float]

  init(_ image: Tensor<UInt8>) {
    (height, width, channels) = (image.shape[0], image.shape[1], image.shape[2])
    values = image.elements.map(Float.init)
  }

  subscript(y: Int, x: Int, channel: Int) -> Float { values[(y * width + x) * channels + channel] }

  /// The mean of each two by two pixels.
  func halved() -> Pixels {
    var half = Pixels(Tensor(zeros: [height / 2, width / 2, channels]))
    half.values = (0..<half.values.count).map { index in
      let (channel, x, y) = (index % channels, index / channels % half.width, index / channels / half.width)
      let upper = self[2 * y, 2 * x, channel] + self[2 * y, 2 * x + 1, channel]
      let lower = self[2 * y + 1, 2 * x, channel] + self[2 * y + 1, 2 * x + 1, channel]
      return (upper + lower) / 4
    }
    return half
  }

  func meanDifference(_ other: Pixels) -> Float {
    zip(values, other.values).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(values.count)
  }
}
