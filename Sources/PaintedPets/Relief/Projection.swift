/// How a pet's coordinates become places in the picture.
struct Projection {
  /// Sides of the picture a head radius.
  var scale: Float
  /// Where the pet's origin, on the ground under its middle, is in the picture.
  var origin: Spot

  func spot(_ point: Vector) -> Spot { origin + direction(point) }

  /// A direction in the picture, in its sides.
  func direction(_ way: Vector) -> Spot { Spot(way.x, -way.y) * scale }

  func depth(_ point: Vector) -> Float { point.z * scale }
}

extension Projection {
  /// Pixels of the sketch that tells how much of the picture a pet covers.
  private static let sketch = 56

  /// Makes what is seen of the pet cover the share that the framing wants: no shape of body is larger than another.
  ///
  /// First what the cut wants is made as large as that; then, because more of the body is in the picture, all of it.
  init(_ model: PetModel, _ framing: Framing, hardness: Hardness) {
    let wanted = Self.wanted(model, framing.cut)
    let box = Box(wanted)
    let heads = hardness.leastHead...hardness.greatestHead
    scale = 0.9 / max(box.size.x, box.size.y)
    origin = Spot(0.5, 0.5) - Spot(box.middle.x, -box.middle.y) * scale
    for blobs in [wanted, model.blobs] {
      let covered = Relief.coverage(of: blobs, self, side: Self.sketch)
      scale *= (framing.share / max(covered, 0.01)).squareRoot()
      scale = min(max(scale, heads.lowerBound), heads.upperBound)
      origin = Spot(0.5, 0.5) + framing.offset - Spot(box.middle.x, -box.middle.y) * scale
      keepHeadInPicture(model, margin: hardness.margin)
    }
  }

  private static func wanted(_ model: PetModel, _ cut: Framing.Cut) -> [Blob] {
    switch cut {
    case .whole: model.blobs
    case .bust: model.blobs.filter { $0.skin.isHead || ($0.center - model.headPlace).length < 2.3 }
    case .portrait: model.blobs.filter(\.skin.isHead)
    }
  }

  private mutating func keepHeadInPicture(_ model: PetModel, margin: Float) {
    let head = spot(model.headPlace)
    let least = min(margin * scale, 0.5)
    let place = head.clamped(lowerBound: Spot(repeating: least), upperBound: Spot(repeating: 1 - least))
    origin += place - head
  }
}

/// The smallest box round blobs, as seen.
private struct Box {
  var low = Spot(repeating: .infinity)
  var high = Spot(repeating: -.infinity)

  init(_ blobs: [Blob]) {
    for blob in blobs {
      let reach = blob.reach
      let center = Spot(blob.center.x, blob.center.y)
      low = pointwiseMin(low, center - Spot(reach.x, reach.y))
      high = pointwiseMax(high, center + Spot(reach.x, reach.y))
    }
  }

  var size: Spot { high - low }
  var middle: Spot { (high + low) / 2 }
}

extension Blob {
  /// How far it reaches along x, y and z.
  var reach: Vector {
    let (a, b, c) = (axes.x * radii.x, axes.y * radii.y, axes.z * radii.z)
    return (a * a + b * b + c * c).squareRoot()
  }
}
