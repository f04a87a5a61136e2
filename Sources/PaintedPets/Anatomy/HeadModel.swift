/// The head as blobs, its origin in the middle of the skull, and the places where a face is drawn on it.
struct HeadModel {
  let shape: HeadShape
  let eyes: EyeShape

  /// Where the nose is.
  var noseTip: Vector {
    Vector(0, -shape.muzzleDrop - 0.02 + shape.muzzleTip * 0.45, muzzleEnd + shape.muzzleTip * 0.62)
  }

  private var muzzleEnd: Float { shape.skull.z * 0.62 + shape.muzzleLength }
  private var muzzleEndHeight: Float { -shape.muzzleDrop - 0.06 - shape.muzzleLength * 0.08 }

  func blobs() -> [Blob] {
    let paired = [cheek, pad, brow].flatMap { [$0, $0.mirrored] }
    return ([skull] + paired + [bridge, chin] + muzzle + [noseBlob]).map(furred)
  }

  private var skull: Blob {
    Blob(center: .zero, radii: shape.skull, blend: 0.3, skin: Skin(under: 0.1))
  }

  private var cheek: Blob {
    Blob(
      center: Vector(shape.skull.x * 0.42, -0.3, shape.skull.z * 0.24), radii: Vector(repeating: shape.cheek),
      blend: 0.35, skin: Skin(extremity: 0.25, under: 0.55))
  }

  /// The ridge over an eye.
  private var brow: Blob {
    Blob(
      center: Vector(eyes.spacing * 0.95, eyes.height + 0.16, shape.skull.z * 0.7), radii: Vector(0.24, 0.16, 0.2),
      blend: 0.25, skin: Skin(extremity: 0.3, under: 0.15))
  }

  private var pad: Blob {
    Blob(
      center: Vector(shape.pad * 0.82, muzzleEndHeight - 0.08, muzzleEnd + shape.muzzleTip * 0.28),
      radii: Vector(shape.pad, shape.pad * 0.82, shape.pad), blend: 0.1,
      skin: Skin(extremity: 0.8, under: 0.95, fur: 0.5))
  }

  /// From the forehead to the nose.
  private var bridge: Blob {
    Blob(
      center: Vector(0, 0.02, shape.skull.z * 0.72), radii: Vector(shape.muzzleWidth * 0.7, 0.34, 0.3), blend: 0.25,
      skin: Skin(extremity: 0.55, under: 0.5, fur: 0.5))
  }

  /// Bare skin, which the coat tells by an inner of −1.
  private var noseBlob: Blob {
    Blob(
      center: noseTip - Vector(0, 0, shape.nose * 0.45), radii: Vector(1, 0.72, 0.75) * shape.nose, blend: 0.02,
      skin: Skin(inner: -1, fur: 0.05))
  }

  private var chin: Blob {
    Blob(
      center: Vector(0, muzzleEndHeight - 0.26, muzzleEnd - 0.02), radii: Vector(repeating: shape.muzzleTip * 0.72),
      blend: 0.12, skin: Skin(extremity: 0.6, under: 1, fur: 0.6))
  }

  private var muzzle: [Blob] {
    Sweep(
      stations: [
        .init(Vector(0, -shape.muzzleDrop + 0.02, shape.skull.z * 0.45), shape.muzzleWidth),
        .init(
          Vector(0, (muzzleEndHeight - shape.muzzleDrop) / 2, (shape.skull.z * 0.45 + muzzleEnd) / 2),
          mix(shape.muzzleWidth, shape.muzzleTip, 0.6), shape.muzzleTip * 1.05),
        .init(Vector(0, muzzleEndHeight, muzzleEnd), shape.muzzleTip, shape.muzzleTip * 0.92),
      ], count: 6, blend: 0.25, skin: Skin(extremity: 0.8, under: 0.85, fur: 0.5)
    ).blobs()
  }

  /// Fur on a head grows away from the nose.
  private func furred(_ blob: Blob) -> Blob {
    var blob = blob
    let away = blob.center - noseTip
    blob.flow = (away.unit + Vector(0, -0.15, -0.2)).unit
    blob.skin.along = away.length
    blob.skin.fur *= 0.6
    blob.skin.isHead = true
    return blob
  }
}

// MARK: - The face

/// A place on the head where something flat is drawn, and the way it faces.
struct FacePlace {
  var center: Vector
  /// Which way is out.
  var normal: Vector
  /// Which way is right and up on it, seen from before the pet, both 1 long.
  var right: Vector
  var up: Vector

  init(_ center: Vector, facing normal: Vector, tilt: Float = 0) {
    self.center = center
    self.normal = normal.unit
    let right = Vector(0, 1, 0).cross(normal).unit
    let turn = Rotation.roll(tilt)(Vector(1, 0, 0))
    let up = self.normal.cross(right).unit
    self.right = right * turn.x + up * turn.y
    self.up = up * turn.x - right * turn.y
  }

  private init(_ place: FacePlace, _ turn: Rotation, _ origin: Vector) {
    (center, normal) = (turn(place.center) + origin, turn(place.normal))
    (right, up) = (turn(place.right), turn(place.up))
  }

  func placed(_ turn: Rotation, at origin: Vector) -> FacePlace { FacePlace(self, turn, origin) }
}

extension HeadModel {
  /// The eye on one side: −1 or 1.
  func eye(_ side: Float) -> FacePlace {
    let x = eyes.spacing / (shape.skull.x * 1.02)
    let y = eyes.height / shape.skull.y
    let z = shape.skull.z * max(1 - x * x - y * y, 0.2).squareRoot()
    return FacePlace(
      Vector(side * eyes.spacing, eyes.height, z + 0.04), facing: Vector(side * 0.32, 0.06, 1),
      tilt: side * eyes.slant)
  }

  var nose: FacePlace { FacePlace(noseTip, facing: Vector(0, 0.25, 1)) }

  /// The line from the middle of the lips to the corner on one side.
  func lips(_ side: Float) -> [Vector] {
    let bottom = muzzleEndHeight - shape.pad * 0.72
    let corner = Vector(
      side * shape.muzzleWidth * 0.86, bottom + 0.03, muzzleEnd + shape.muzzleTip * 0.75 - shape.mouth)
    let middle = Vector(side * shape.pad * 0.9, bottom - 0.04, muzzleEnd + shape.pad * 0.85)
    return [Vector(0, bottom + 0.07, noseTip.z - 0.06), middle, (middle + corner) / 2, corner]
  }

  /// Where whisker number 0… on one side grows, and where it ends.
  func whisker(_ number: Int, _ side: Float) -> (root: Vector, end: Vector) {
    let height = Float(number % 3) - 1
    let root = Vector(
      side * shape.pad * (1.1 + 0.25 * Float(number / 3)), muzzleEndHeight - 0.06 - 0.06 * height,
      muzzleEnd + shape.muzzleTip * 0.4 - 0.08 * Float(number / 3))
    let way = Vector(side, -0.1 - 0.22 * height, -0.12).unit
    return (root, root + way * shape.whiskers)
  }
}
