/// A hair or a blade of grass: two straight pieces with round ends.
///
/// A picture has hundreds of them, too short and thin for Cairo's strokes to pay: this way they cost a tenth.
package struct Hair {
  let root: Spot
  let bend: Spot
  let tip: Spot
  /// In sides of the picture, as the places are.
  let width: Float
  let tint: Tint
  let alpha: Float

  package init(
    root: SIMD2<Float>, bend: SIMD2<Float>, tip: SIMD2<Float>, width: Float, tint: SIMD3<Float>, alpha: Float = 1
  ) {
    (self.root, self.bend, self.tip) = (root, bend, tip)
    (self.width, self.tint, self.alpha) = (width, tint, alpha)
  }
}

extension Raster {
  /// Paints over what is there: a pixel gets as much of the hair as its distance to the hair's middle tells.
  package mutating func paint(_ hair: Hair) {
    let scale = Float(side)
    let (root, bend, tip) = (hair.root * scale, hair.bend * scale, hair.tip * scale)
    let (lower, upper) = (Segment(root, bend), Segment(bend, tip))
    let width = hair.width * scale
    let reach = width / 2 + 0.5
    let low = pointwiseMin(pointwiseMin(root, bend), tip) - Spot(repeating: reach)
    let high = pointwiseMax(pointwiseMax(root, bend), tip) + Spot(repeating: reach)
    for y in range(low.y, high.y) {
      for x in range(low.x, high.x) {
        let spot = Spot(Float(x) + 0.5, Float(y) + 0.5)
        let distance = min(lower.squaredDistance(to: spot), upper.squaredDistance(to: spot)).squareRoot()
        guard distance < reach else { continue }
        let alpha = min(reach - distance, width, 1) * hair.alpha
        let index = y &* side &+ x
        pixels[index] = SIMD4(hair.tint * alpha, alpha) + pixels[index] * (1 - alpha)
      }
    }
  }

  /// The pixels between two places that lie in the picture.
  private func range(_ low: Float, _ high: Float) -> Range<Int> {
    let limit = Float(side)
    let first = Int(min(max(low, 0), limit))
    return first..<max(Int(min(max(high + 1, 0), limit)), first)
  }
}

/// A straight piece, in pixels.
private struct Segment {
  private let start: Spot
  private let way: Spot
  private let perSquare: Float

  init(_ start: Spot, _ end: Spot) {
    (self.start, way) = (start, end - start)
    perSquare = 1 / max(way.x * way.x + way.y * way.y, 1e-6)
  }

  @inline(__always)
  func squaredDistance(to spot: Spot) -> Float {
    let offset = spot - start
    let share = min(max((offset.x * way.x + offset.y * way.y) * perSquare, 0), 1)
    let rest = offset - way * share
    return rest.x * rest.x + rest.y * rest.y
  }
}
