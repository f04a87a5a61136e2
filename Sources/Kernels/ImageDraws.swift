import Tensors

/// Random numbers of one image. They follow from the key and from the image's place in the batch alone.
struct ImageDraws {
  private let words: SIMD4<UInt32>

  /// - Parameter key: another one for each layer and step.
  init(key: UInt64, image: Int) { words = Philox.block(key: key, counter: UInt64(image)) }

  /// The number of this index (0…3), equally likely anywhere in a range.
  func uniform(_ index: Int, in range: ClosedRange<Float>) -> Float {
    let unit = Float(words[index] >> 8) * 0x1p-24
    return range.lowerBound + (range.upperBound - range.lowerBound) * unit
  }

  /// Whether the coin of this index (0…3) shows heads.
  func coin(_ index: Int) -> Bool { words[index] >> 31 == 0 }
}
