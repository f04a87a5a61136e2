internal import Foundation

/// The tail as blobs, from its root backwards.
struct TailModel {
  let shape: TailShape
  /// Where the tail grows, and whether the pet sits or lies on the ground, where the tail then is too.
  let root: Vector
  let isOnGround: Bool
  let under: Float = 0.1

  func blobs() -> [Blob] {
    let path = isOnGround ? grounded : carried
    let widths = path.indices.map { index in
      let share = Float(index) / Float(path.count - 1)
      return mix(shape.root, shape.tip, share) * (1 + 0.35 * sin(share * Float.pi))
    }
    return Sweep(
      stations: zip(path, widths).map { .init($0, $1) }, count: 17, blend: 0.12,
      skin: Skin(along: 4, extremity: 0.3, under: under, fur: 1.2), endExtremity: 1
    ).blobs()
  }

  /// Along the ground round the pet's side.
  private var grounded: [Vector] {
    let side: Float = shape.swing < 0 ? -1 : 1
    let ground = max(shape.tip, 0.12)
    let l = shape.length
    return [
      root, root * Vector(1, 0, 1) + Vector(0.2 * side, ground + 0.1, -0.22 * l),
      root * Vector(1, 0, 1) + Vector(side * (0.3 + 0.25 * l), ground, -0.12 * l),
      root * Vector(1, 0, 1) + Vector(side * (0.4 + 0.33 * l), ground, 0.2 * l),
    ]
  }

  private var carried: [Vector] {
    let (l, s) = (shape.length, shape.swing)
    return switch shape.carriage {
    case .hanging:
      [
        root, root + Vector(0.05 * s, -0.25 * l, -0.2 * l), root + Vector(0.1 * s, -0.55 * l, -0.26 * l),
        root + Vector(0.25 * s, -0.78 * l, -0.5 * l),
      ].map { $0.lifted(above: 0.15) }
    case .level:
      [
        root, root + Vector(0.1 * s, 0.02 * l, -0.35 * l), root + Vector(0.35 * s, 0.02 * l, -0.7 * l),
        root + Vector(0.8 * s, 0.12 * l, -0.95 * l),
      ]
    case .raised:
      [
        root, root + Vector(0.05 * s, 0.3 * l, -0.22 * l), root + Vector(0.15 * s, 0.66 * l, -0.22 * l),
        root + Vector(0.5 * s, 0.95 * l, -0.1 * l),
      ]
    case .curled:
      [
        root, root + Vector(0.05 * s, 0.38 * l, -0.14 * l), root + Vector(0.25 * s, 0.5 * l, 0.18 * l),
        root + Vector(0.5 * s, 0.22 * l, 0.3 * l),
      ]
    }
  }
}

extension SIMD3<Float> {
  /// At least that high.
  fileprivate func lifted(above height: Float) -> Vector { Vector(x, Swift.max(y, height), z) }
}
