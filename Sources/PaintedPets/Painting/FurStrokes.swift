/// Single hairs: over the outline, so that the pet has no hard edge, and here and there on it.
struct FurStrokes {
  let relief: Relief
  /// The pet as it was shaded, as large as the relief.
  let colors: Raster
  let coat: Coat

  private static let mostOnOutline = 420
  private static let mostWithin = 260

  func hairs(_ dice: inout Dice) -> [Hair] {
    let (outline, within) = places()
    return strokes(outline, Self.mostOnOutline, reach: 1, &dice) + strokes(within, Self.mostWithin, reach: 0.8, &dice)
  }

  /// Pixels at the outline and, more thinly, those within.
  private func places() -> (outline: [Int], within: [Int]) {
    var (outline, within) = ([Int](), [Int]())
    let side = relief.side
    for y in stride(from: 2, to: side - 2, by: 1) {
      for x in 2..<side - 2 where relief.covers(y * side + x) {
        let index = y * side + x
        let isWithin =
          relief.covers(index - 2) && relief.covers(index + 2) && relief.covers(index - 2 * side)
          && relief.covers(index + 2 * side)
        if isWithin {
          if (x + y) & 7 == 0 { within.append(index) }
        } else {
          outline.append(index)
        }
      }
    }
    return (outline, within)
  }

  private func strokes(_ places: [Int], _ most: Int, reach: Float, _ dice: inout Dice) -> [Hair] {
    let step = max(Float(places.count) / Float(most), 1)
    var next = dice(0...step)
    var hairs: [Hair] = []
    while Int(next) < places.count {
      if let hair = stroke(places[Int(next)], reach, &dice) { hairs.append(hair) }
      next += step * dice(0.5...1.5)
    }
    return hairs
  }

  /// A hair from a pixel on, along the fur and a little outwards.
  private func stroke(_ index: Int, _ reach: Float, _ dice: inout Dice) -> Hair? {
    let (fur, normal, pixel) = (relief.places[index].fur, relief.places[index].normal, colors.pixels[index])
    let length = coat.fur * fur.z * reach * dice(0.4...1) * relief.unit / Float(relief.side)
    guard length > 0.004 else { return nil }
    let out = Spot(normal.x, normal.y)
    let way = (Spot(fur.x, fur.y) + out * 0.7 + Spot(dice(-1...1), dice(-1...1)) * (0.25 + 0.5 * coat.mess)).unit
    let spot = Spot(Float(index % relief.side), Float(index / relief.side)) / Float(relief.side)
    let bend = way.turned * (length * dice(-0.2...0.2))
    let tint = Tint(pixel.x, pixel.y, pixel.z) * dice(0.75...1.3)
    return Hair(
      root: spot - way * (length * 0.4), bend: spot + way * (length * 0.3) + bend, tip: spot + way * length,
      width: dice(0.0025...0.006), tint: tint.limited, alpha: 0.75)
  }
}
