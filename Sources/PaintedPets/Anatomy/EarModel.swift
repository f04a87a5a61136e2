internal import Foundation

/// One ear as blobs, in the head's coordinates, on the pet's left.
struct EarModel {
  let shape: EarShape
  let head: HeadShape

  func blobs() -> [Blob] {
    switch shape.kind {
    case .pricked: upright
    case .button: button
    case .floppy: floppy
    case .folded: folded
    }
  }

  /// Where the ear grows.
  private var root: Vector {
    let angle = shape.spread * Float.pi / 2
    return Vector(sin(angle) * head.skull.x * 0.86, cos(angle) * head.skull.y * 0.9, -0.12)
  }

  private var direction: Vector { Vector(sin(shape.lean), cos(shape.lean), 0.02).unit }

  private var skin: Skin { Skin(along: 1.2, extremity: 0.75, under: 0, fur: 0.45, isHead: true) }

  /// A shell of fur, and before it its hollow.
  private var upright: [Blob] {
    let tip = root + direction * shape.length
    let side = Vector(direction.y, -direction.x, -0.3).unit
    let blunt = shape.roundness
    let outer = Sweep(
      stations: [
        .init(root - direction * 0.25, shape.width * 0.96, 0.16),
        .init(mix(root, tip, 0.3), shape.width * 0.92, 0.12),
        .init(mix(root, tip, 0.7), shape.width * mix(0.5, 0.66, blunt), 0.08),
        .init(tip, shape.width * mix(0.06, 0.3, blunt), 0.04),
      ], side: side, count: 12, isRound: false, blend: 0.06, skin: skin, endExtremity: 1)
    return outer.blobs() + hollow(from: root - direction * 0.1, to: mix(root, tip, 0.86), side: side)
  }

  private func hollow(from start: Vector, to end: Vector, side: Vector) -> [Blob] {
    let forward = side.cross(direction).unit * 0.09
    var skin = skin
    skin.inner = 1
    return Sweep(
      stations: [
        .init(start + forward, shape.width * 0.6, 0.1), .init(mix(start, end, 0.4) + forward, shape.width * 0.56, 0.08),
        .init(end + forward * 0.4, shape.width * 0.1, 0.03),
      ], side: side, count: 8, isRound: false, blend: 0.02, skin: skin
    ).blobs()
  }

  /// Half of it stands, the rest falls forward.
  private var button: [Blob] {
    let top = root + direction * (shape.length * 0.42)
    let tip = top + Vector(0.12, -0.42, 0.4) * shape.length * 0.85
    return Sweep(
      stations: [
        .init(root - direction * 0.2, shape.width, 0.14), .init(mix(root, top, 0.6), shape.width, 0.12),
        .init(top + Vector(0, 0.02, 0.14), shape.width * 0.9, 0.1), .init(mix(top, tip, 0.6), shape.width * 0.66, 0.08),
        .init(tip, shape.width * mix(0.1, 0.4, shape.roundness), 0.06),
      ], side: Vector(0.95, -0.2, -0.1).unit, count: 12, isRound: false, blend: 0.06, skin: skin, endExtremity: 1
    ).blobs()
  }

  /// A flap that hangs from the side of the skull.
  private var floppy: [Blob] {
    let out = Vector(head.skull.x * 1.08, 0.2, 0.02)
    let low = out + Vector(0.05, -shape.length * 0.62, 0.12)
    return Sweep(
      stations: [
        .init(root * Vector(0.92, 0.95, 1), shape.width * 0.8, 0.16),
        .init(out + Vector(0, 0.18, 0), shape.width, 0.13),
        .init(mix(out, low, 0.6), shape.width * 1.12, 0.11), .init(low, shape.width * 0.9, 0.1),
        .init(low + Vector(-0.05, -0.26, 0.04), shape.width * mix(0.25, 0.6, shape.roundness), 0.07),
      ], side: Vector(0.35, 0.1, 1).unit, count: 14, isRound: false, blend: 0.07, skin: skin, endExtremity: 1
    ).blobs()
  }

  /// A short flap that lies forward on the skull.
  private var folded: [Blob] {
    let top = root + direction * (shape.length * 0.35)
    let tip = top + Vector(0.12, -0.25, 0.42) * shape.length
    return Sweep(
      stations: [
        .init(root - direction * 0.2, shape.width, 0.15), .init(top, shape.width * 0.86, 0.12),
        .init(mix(top, tip, 0.5) + Vector(0, 0.08, 0.04), shape.width * 0.7, 0.09),
        .init(tip, shape.width * 0.16, 0.05),
      ], side: Vector(0.9, -0.35, -0.1).unit, count: 13, isRound: false, blend: 0.06, skin: skin, endExtremity: 1
    ).blobs()
  }
}
