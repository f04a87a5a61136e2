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
    let all = spread(isPet)
    let none = spread(isPet.map { !$0 })
    let labels = isPet.indices.map { index in
      all[index] && none[index] ? Self.border : isPet[index] ? Self.pet : Self.background
    }
    return Tensor([side, side, 1], labels)
  }

  /// Where something of a mask is within reach, in rows and then in columns.
  private func spread(_ mask: [Bool]) -> [Bool] { spread(spread(mask, step: 1), step: side) }

  private func spread(_ mask: [Bool], step: Int) -> [Bool] {
    var result = mask
    for index in mask.indices where mask[index] {
      let place = index / step % side
      for offset in -reach...reach where (0..<side).contains(place + offset) { result[index + offset * step] = true }
    }
    return result
  }
}
