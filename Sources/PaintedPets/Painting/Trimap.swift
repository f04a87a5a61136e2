internal import Tensors

/// Turns the pet's mask into Oxford's labels.
struct Trimap {
  static let pet: UInt8 = 1
  static let background: UInt8 = 2
  static let border: UInt8 = 3

  private let side: Int
  private let isPet: [Bool]
  /// How far the border reaches on both sides of the outline, in pixels.
  private let reach: Int

  /// - Parameter mask: its alpha says how much of a pixel the pet covers.
  init(_ mask: Raster) {
    side = mask.side
    isPet = mask.pixels.map { $0.w > 0.5 }
    reach = max(Int((Float(mask.side) / 80).rounded()), 1)
  }

  /// [side, side, 1]
  var tensor: Tensor<UInt8> {
    let pets = sums(sums(isPet.map { $0 ? 1 : 0 }, step: 1), step: side)
    let widths = (0..<side).map { Int32(min($0 + reach, side - 1) - max($0 - reach, 0) + 1) }
    var labels = [UInt8](repeating: Self.border, count: isPet.count)
    for y in 0..<side {
      for x in 0..<side {
        let index = y * side + x
        if pets[index] == 0 { labels[index] = Self.background }
        if pets[index] == widths[x] * widths[y] { labels[index] = Self.pet }
      }
    }
    return Tensor([side, side, 1], labels)
  }

  /// The sum of all within reach, along each row (step 1) or column (step `side`).
  private func sums(_ values: [Int32], step: Int) -> [Int32] {
    var result = values
    for line in 0..<side {
      let start = line * (step == 1 ? side : 1)
      var sum = (0..<reach).reduce(0) { $0 + values[start + $1 * step] }
      for place in 0..<side {
        if place + reach < side { sum += values[start + (place + reach) * step] }
        if place > reach { sum -= values[start + (place - reach - 1) * step] }
        result[start + place * step] = sum
      }
    }
    return result
  }
}
