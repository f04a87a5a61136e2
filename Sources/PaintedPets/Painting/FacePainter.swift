/// Paints eyes, nostrils, lips and whiskers where the camera sees them.
struct FacePainter {
  let model: PetModel
  let scene: PetScene
  let projection: Projection
  let relief: Relief

  private var coat: Coat { scene.coat }
  private var light: Tint { (scene.light.ambient + scene.light.color * 0.6).limited }

  func dabs() -> [Dab] {
    let sides: [Float] = [-1, 1]
    return sides.flatMap(eye) + nostrils + sides.flatMap(lips) + sides.flatMap(whiskers)
  }

  // MARK: - What is seen

  private func sees(_ point: Vector) -> Bool {
    let spot = projection.spot(point) * Float(relief.side)
    let depth = projection.depth(point) * Float(relief.side)
    return relief.depth(Int(spot.x), Int(spot.y)) < depth + relief.unit * 0.14
  }

  /// An outline on a place of the head, its right and up 1 being `size` long.
  private func placed(_ path: Path, _ place: FacePlace, _ size: Float) -> Path {
    path.placed(
      at: projection.spot(place.center), projection.direction(place.right * size), projection.direction(place.up * size)
    )
  }

  // MARK: - Eyes

  private func eye(_ side: Float) -> [Dab] {
    let place = model.face(model.head.eye(side))
    guard place.normal.z > 0.1, sees(place.center) else { return [] }
    let eyes = scene.breed.eyes
    let height = eyes.openness * scene.pose.lids
    guard height > 0.15 else { return [closed(place, eyes.size)] }
    return open(place, eyes, height)
  }

  private func closed(_ place: FacePlace, _ size: Float) -> Dab {
    let arc = Path(through: [Spot(-1, 0), Spot(-0.4, -0.3), Spot(0.4, -0.3), Spot(1, 0)])
    return .line(placed(arc, place, size), coat.base * light * 0.2, alpha: 0.9, width: size * projection.scale * 0.22)
  }

  private func open(_ place: FacePlace, _ eyes: EyeShape, _ height: Float) -> [Dab] {
    let center = projection.spot(place.center)
    let radius = eyes.size * projection.scale
    let iris = coat.iris * light
    let pupil = Spot(eyes.pupilSize * eyes.pupil * min(eyes.openness, 0.85), min(eyes.pupilSize, height * 0.96))
    let glint = Spot(scene.light.direction.x * 0.35, height * 0.42)
    func dab(_ path: Path, _ paint: Paint) -> Dab { .area(placed(path, place, eyes.size), paint) }
    return [
      dab(Self.almond(height * 1.2 + 0.06, width: 1.2), .plain(coat.base * light * 0.16, alpha: 0.85)),
      dab(Self.almond(height), .radial(center, radius: radius * 1.15, (iris * 1.15).limited, iris * 0.5)),
      dab(Path(ellipse: .zero, pupil), .plain(Tint(0.03, 0.03, 0.03))),
      dab(Self.lid(height), .plain(coat.base * light * 0.12, alpha: 0.5)),
      dab(Path(ellipse: glint, Spot(0.2, 0.17)), .plain(Tint(repeating: 0.97), alpha: 0.92)),
    ]
  }

  private static func almond(_ height: Float, width: Float = 1) -> Path {
    var path = Path()
    path.move(to: Spot(-width, 0))
    path.curve(Spot(-0.6, height * 1.3), Spot(0.6, height * 1.3), to: Spot(width, 0))
    path.curve(Spot(0.6, -height * 1.3), Spot(-0.6, -height * 1.3), to: Spot(-width, 0))
    return path
  }

  /// The shadow of the upper lid.
  private static func lid(_ height: Float) -> Path {
    var path = Path()
    path.move(to: Spot(-1, 0))
    path.curve(Spot(-0.6, height * 1.3), Spot(0.6, height * 1.3), to: Spot(1, 0))
    path.curve(Spot(0.6, height * 0.9), Spot(-0.6, height * 0.9), to: Spot(-1, 0))
    return path
  }

  // MARK: - Nose and mouth

  private var nostrils: [Dab] {
    let place = model.face(model.head.nose)
    guard place.normal.z > 0.05, sees(place.center) else { return [] }
    let size = scene.breed.head.nose
    let dark = coat.nose * light * 0.25
    let holes: [Dab] = [-1, 1].map { (side: Float) in
      .area(
        placed(Path(ellipse: Spot(side * 0.45, -0.2), Spot(0.24, 0.16), tilt: side * 0.5), place, size), .plain(dark))
    }
    let shine = placed(Path(ellipse: Spot(scene.light.direction.x * 0.3, 0.38), Spot(0.42, 0.14)), place, size)
    return holes + [.area(shine, .plain(Tint(repeating: 1), alpha: 0.3))]
  }

  private func lips(_ side: Float) -> [Dab] {
    let points = model.head.lips(side).map { model.seen($0) }
    let width = max(projection.scale * 0.035, 0.003)
    return zip(points, points.dropFirst()).compactMap { start, end in
      guard sees(start), sees(end) else { return nil }
      let path = Path(through: [projection.spot(start), projection.spot(end)])
      return .line(path, coat.base * light * 0.14, alpha: 0.75, width: width)
    }
  }

  private func whiskers(_ side: Float) -> [Dab] {
    guard scene.breed.head.whiskers > 0 else { return [] }
    return (0..<5).compactMap { number in
      let (root, end) = model.head.whisker(number, side)
      let (start, stop) = (model.seen(root), model.seen(end))
      guard sees(start) else { return nil }
      let middle = mix(start, stop, 0.5) + Vector(0, 0.06 * scene.breed.head.whiskers, 0)
      let path = Path(through: [start, middle, stop].map { projection.spot($0) })
      return .line(path, Tint(repeating: 0.92) * light, alpha: 0.5, width: max(projection.scale * 0.014, 0.0022))
    }
  }
}
