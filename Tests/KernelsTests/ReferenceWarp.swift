import Kernels

/// The slow, obvious twin of `ImageWarp`: one output pixel after another, each as a list of input pixels and shares.
struct ReferenceWarp {
  let height: Int
  let width: Int
  let filling: FillMode
  let interpolation: WarpInterpolation

  /// The pixels that an output pixel is made of, and what share lies outside the image.
  func parts(
    x: Int, y: Int, of source: ImageWarp.Source
  ) -> (inside: [(y: Int, x: Int, share: Double)], outside: Double) {
    let t = source.transform
    let column = mapped(t.a * Float(x) + t.b * Float(y) + t.c, width)
    let row = mapped(t.d * Float(x) + t.e * Float(y) + t.f, height)
    var inside: [(Int, Int, Double)] = []
    var outside = 0.0
    for (i, down) in neighbours(row) {
      for (j, across) in neighbours(column) where down * across > 0 {
        if (0..<height).contains(i) && (0..<width).contains(j) {
          let mirrored = (
            source.mirroring.flipsRows ? height - 1 - i : i, source.mirroring.flipsColumns ? width - 1 - j : j
          )
          inside.append((mirrored.0, mirrored.1, down * across))
        } else {
          outside += down * across
        }
      }
    }
    return (inside, outside)
  }

  private func neighbours(_ place: Float) -> [(Int, Double)] {
    if interpolation == .nearest { return [(Int(place.rounded(.toNearestOrAwayFromZero)), 1)] }
    let first = place.rounded(.down)
    return [(Int(first), Double(first + 1 - place)), (Int(first) + 1, Double(place - first))]
  }

  private func mapped(_ place: Float, _ extent: Int) -> Float {
    let last = Float(extent - 1)
    switch filling {
    case .constant: return place
    case .nearest: return min(max(place, 0), last)
    case .reflect: return min(max(reflected(place, Float(extent)), 0), last)
    case .wrap: return min(max(wrapped(place, Float(extent)), 0), last)
    }
  }

  private func reflected(_ place: Float, _ extent: Float) -> Float {
    let period = 2 * extent
    if place < 0 {
      let moved = period * (-place / period).rounded(.towardZero) + place
      return moved < -extent ? moved + period : -moved - 1
    }
    guard place > extent - 1 else { return place }
    let moved = place - period * (place / period).rounded(.towardZero)
    return moved >= extent ? period - moved - 1 : moved
  }

  private func wrapped(_ place: Float, _ extent: Float) -> Float {
    if extent == 1 { return 0 }
    if place < 0 { return place + extent * ((-place / (extent - 1)).rounded(.towardZero) + 1) }
    guard place > extent - 1 else { return place }
    return place - extent * (place / (extent - 1)).rounded(.towardZero)
  }
}
