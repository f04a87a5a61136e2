/// Trunk, neck, legs and tail as blobs: the pet stands on the plane y = 0 and points along z.
struct BodyModel {
  let build: Build
  let tail: TailShape
  let pose: Pose
  /// What the postures fill in.
  private(set) var blobs: [Blob] = []
  /// The middle of the skull.
  private(set) var headPlace = Vector.zero

  init(_ breed: Breed, _ pose: Pose) {
    (build, tail, self.pose) = (breed.build, breed.tail, pose)
    switch pose.posture {
    case .standing: stand()
    case .sitting: sit()
    case .lying: lie()
    }
  }
}

// MARK: - Parts

extension BodyModel {
  private mutating func addTrunk(_ stations: [Sweep.Station], count: Int = 8) {
    blobs += Sweep(
      stations: stations, count: count, blend: 0.35, skin: Skin(along: 1.6, under: 0.35)
    ).blobs()
  }

  /// On both sides the same muscle.
  private mutating func addPair(_ center: Vector, _ radii: Vector, along: Float, blend: Float = 0.3) {
    let blob = Blob(
      center: center, radii: radii, blend: blend, flow: Vector(0, -1, -0.3).unit,
      skin: Skin(along: along, extremity: 0.1, under: 0.15))
    blobs += [blob, blob.mirrored]
  }

  /// A leg from the body down to its paw, whose toes point along `toes`.
  private mutating func addLeg(_ points: [Vector], thickness: [Float], toes: Vector) {
    let stations = zip(points, thickness).map { Sweep.Station($0, $1 * build.legWidth) }
    blobs += Sweep(
      stations: stations, count: 9, blend: 0.15, skin: Skin(along: 2, extremity: 0.15, under: 0.3, fur: 0.7),
      endExtremity: 0.9
    ).blobs()
    addPaw(at: points[points.count - 1], toes: toes)
  }

  private mutating func addPaw(at end: Vector, toes: Vector) {
    let paw = build.paw
    let skin = Skin(along: 4, extremity: 1, under: 1, fur: 0.35)
    let center = Vector(end.x, paw * 0.55, end.z) + toes * (paw * 0.5)
    blobs.append(
      Blob(center: center, radii: Vector(paw * 0.82, paw * 0.6, paw * 1.15), blend: 0.1, flow: toes, skin: skin))
    for toe: Float in [-1, 0, 1] {
      let place = center + Vector(toe * paw * 0.46, -paw * 0.08, 0) + toes * (paw * (0.85 - 0.15 * abs(toe)))
      blobs.append(Blob(center: place, radii: Vector(repeating: paw * 0.34), blend: 0.03, flow: toes, skin: skin))
    }
  }

  /// The neck, with the chest's fur before it, up to the head.
  private mutating func addNeck(from shoulders: Vector, to head: Vector, root: Float) {
    headPlace = head
    let end = head + Vector(0, -0.3, -0.15)
    blobs += Sweep(
      stations: [
        .init(shoulders, root, root), .init(mix(shoulders, end, 0.55), build.neckWidth * 1.06),
        .init(end, build.neckWidth * 0.95),
      ], count: 6, blend: 0.3, skin: Skin(along: 0.9, under: 0.4)
    ).blobs()
    let chest = mix(shoulders, end, 0.25) + Vector(0, -0.1, root * 0.5)
    blobs.append(
      Blob(
        center: chest, radii: Vector(root * 0.62, root * 0.9, root * 0.55), blend: 0.3,
        flow: Vector(0, -1, 0.2).unit, skin: Skin(along: 1.2, under: 0.95, fur: 1.3)))
  }

  private mutating func addTail(at root: Vector, isOnGround: Bool) {
    blobs += TailModel(shape: tail, root: root, isOnGround: isOnGround).blobs()
  }
}

// MARK: - Postures

extension BodyModel {
  private mutating func stand() {
    let b = build
    let back = b.leg + b.chestDepth * 1.75
    let (front, rear) = (b.length / 2, -b.length / 2)
    addTrunk([
      .init(Vector(0, back - b.chestDepth, front + 0.15), b.chestWidth * 0.86, b.chestDepth * 0.86),
      .init(Vector(0, back - b.chestDepth, front - 0.45), b.chestWidth, b.chestDepth),
      .init(Vector(0, back - b.chestDepth * b.waist, rear * 0.3), b.chestWidth * 0.92, b.chestDepth * b.waist),
      .init(Vector(0, back - b.rump * 0.98, rear + 0.1), b.rump * 0.92, b.rump),
    ])
    let shoulder = back - b.chestDepth
    addPair(Vector(b.chestWidth * 0.66, shoulder, front - 0.1), Vector(0.36, b.chestDepth * 0.78, 0.5), along: 1.6)
    addPair(Vector(b.rump * 0.62, back - b.rump * 1.25, rear + 0.08), Vector(0.38, b.rump * 0.95, 0.58), along: 4)
    for side: Float in [-1, 1] {
      addFrontLeg(side, shoulder: shoulder, z: front - 0.05, step: side * pose.stride * 0.5)
      addHindLeg(side, hip: back - b.rump * 1.5, z: rear + 0.05, step: -side * pose.stride * 0.5)
    }
    let rise = mix(-0.15, 0.9, pose.headHeight)
    let shoulders = Vector(0, back - b.chestDepth * 0.62, front + 0.1)
    let head = Vector(0, back + 0.1 + rise * b.neck, front + 0.35 + (1.25 - 0.5 * rise) * b.neck)
    addNeck(from: shoulders, to: head, root: b.chestWidth * 0.8)
    addTail(at: Vector(0, back - b.rump * 0.5, rear - b.rump * 0.72), isOnGround: false)
  }

  private mutating func addFrontLeg(_ side: Float, shoulder: Float, z: Float, step: Float) {
    let x = side * build.chestWidth * 0.6
    addLeg(
      [
        Vector(x, shoulder - 0.1, z), Vector(x, build.leg * 0.72, z - 0.16 + step * 0.35),
        Vector(x, build.leg * 0.32, z + 0.02 + step * 0.8), Vector(x, build.paw * 0.7, z + 0.04 + step),
      ], thickness: [1.5, 1.15, 0.82, 0.85], toes: Vector(0, 0, 1))
  }

  private mutating func addHindLeg(_ side: Float, hip: Float, z: Float, step: Float) {
    let x = side * build.rump * 0.62
    addLeg(
      [
        Vector(x, hip, z + 0.1), Vector(x, build.leg * 0.82, z + 0.32 + step * 0.3),
        Vector(x, build.leg * 0.42, z - 0.34 + step * 0.8), Vector(x, build.paw * 0.7, z - 0.22 + step),
      ], thickness: [1.9, 1.4, 0.8, 0.82], toes: Vector(0, 0, 1))
  }

  private mutating func sit() {
    let b = build
    let height = b.leg * 0.72 + b.length * 0.42 + 0.35
    let lean = b.length * 0.26
    let chest = Vector(0, height, lean)
    addTrunk([
      .init(Vector(0, b.rump * 0.95, -lean - 0.1), b.rump * 1.12, b.rump),
      .init(Vector(0, height * 0.48, -lean * 0.35), b.chestWidth * 1.08, b.chestDepth * 0.98),
      .init(Vector(0, height * 0.8, lean * 0.6), b.chestWidth, b.chestDepth * 0.86),
      .init(chest + Vector(0, 0.1, 0.05), b.chestWidth * 0.82, b.chestDepth * 0.66),
    ])
    addPair(Vector(b.rump * 0.86, b.rump * 0.92, -lean * 0.3), Vector(0.42, b.rump * 0.86, 0.82), along: 3.4)
    for side: Float in [-1, 1] {
      let x = side * b.chestWidth * 0.5
      addLeg(
        [
          chest + Vector(x * 1.1, -0.35, 0.25), Vector(x, height * 0.48, lean + 0.42),
          Vector(x, height * 0.2, lean + 0.44),
          Vector(x, b.paw * 0.7, lean + 0.46),
        ], thickness: [1.6, 1.15, 0.85, 0.88], toes: Vector(0, 0, 1))
      addPaw(at: Vector(side * b.rump * 1.05, 0, lean * 0.9), toes: Vector(side * 0.25, 0, 0.97))
    }
    let rise = mix(0.55, 1, pose.headHeight)
    addNeck(
      from: chest + Vector(0, 0.1, 0.05), to: chest + Vector(0, 0.45 + rise * b.neck, 0.4 + 0.2 * b.neck),
      root: b.chestWidth * 0.82)
    addTail(at: Vector(0, 0.35, -lean - b.rump * 0.85), isOnGround: true)
  }

  private mutating func lie() {
    let b = build
    let (front, rear) = (b.length * 0.42, -b.length * 0.48)
    let flat = b.chestDepth * 0.86
    addTrunk([
      .init(Vector(0, flat * 1.12, front), b.chestWidth * 0.92, flat),
      .init(Vector(0, flat * 1.04, front * 0.3), b.chestWidth * 1.06, flat),
      .init(Vector(0, flat * b.waist * 1.1, rear * 0.4), b.chestWidth * 1.02, flat * b.waist * 1.08),
      .init(Vector(0, b.rump * 0.86, rear), b.rump * 1.05, b.rump * 0.92),
    ])
    addPair(Vector(b.chestWidth * 0.74, flat * 0.86, front - 0.1), Vector(0.36, 0.66, 0.5), along: 1.6)
    addPair(Vector(b.rump * 0.92, b.rump * 0.72, rear + 0.35), Vector(0.4, b.rump * 0.74, 0.8), along: 3.6)
    let reach = front + 0.5 + b.leg * 0.55
    for side: Float in [-1, 1] {
      let x = side * b.chestWidth * 0.62
      addLeg(
        [
          Vector(x * 1.15, 0.62, front), Vector(x * 1.15, 0.3, front + 0.45),
          Vector(x, 0.22, (front + reach) / 2 + 0.2),
          Vector(x * 0.95, 0.2, reach + pose.stride * side * 0.25),
        ], thickness: [1.5, 1.2, 0.9, 0.85], toes: Vector(0, 0, 1))
      addPaw(at: Vector(side * b.rump * 1.15, 0, rear + 1.1), toes: Vector(side * 0.2, 0, 0.98))
    }
    let rise = mix(0.35, 1.05, pose.headHeight)
    let shoulders = Vector(0, flat * 1.35, front + 0.1)
    addNeck(
      from: shoulders, to: shoulders + Vector(0, 0.25 + rise * b.neck, 0.55 + 0.3 * b.neck), root: b.chestWidth * 0.82)
    addTail(at: Vector(0, 0.4, rear - b.rump * 0.8), isOnGround: true)
  }
}
