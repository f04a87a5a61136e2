/// Where the pet is: a ground, what is behind it, and things that stand about.
struct Backdrop {
  enum Ground: CaseIterable {
    case grass, planks, tiles, carpet, sand, leaves, paving, sofa
  }

  enum Wall: CaseIterable {
    case plaster, wallpaper, bricks, panels, foliage, hills, curtain, shelves
  }

  var ground: Ground
  var wall: Wall
  var groundTint: Tint
  var secondGroundTint: Tint
  var wallTint: Tint
  var secondWallTint: Tint
  /// Where ground and wall meet, in sides of the picture from its top.
  var horizon: Float
  /// How unsharp what is far away is, in sides.
  var blur: Float
  /// Size of boards, tiles, bricks and stripes.
  var grain: Float
  var place: Vector
  var props: [Prop]

  init(_ dice: inout Dice, hardness: Hardness) {
    let isOutside = dice.chance(0.45)
    ground = dice.one(of: isOutside ? [.grass, .sand, .leaves, .paving] : [.planks, .tiles, .carpet, .sofa])
    wall = dice.one(
      of: isOutside
        ? [.foliage, .hills, .bricks, .panels] : [.plaster, .wallpaper, .curtain, .shelves, .panels, .bricks])
    let grounds = Self.tints(of: ground)
    groundTint = Self.varied(dice.one(of: grounds), &dice)
    secondGroundTint = Self.varied(dice.one(of: grounds), &dice)
    let walls = Self.tints(of: wall)
    wallTint = Self.varied(dice.one(of: walls), &dice)
    secondWallTint = Self.varied(dice.one(of: walls), &dice)
    horizon = dice(0.18...0.62)
    blur = dice(0...0.022)
    grain = dice(0.6...1.6)
    place = dice.place(within: 32)
    let count = dice.number(below: hardness.clutter + 1)
    let line = horizon
    props = (0..<count).map { _ in Prop(&dice, horizon: line) }.sorted { $0.foot.y < $1.foot.y }
  }

  private static func tints(of ground: Ground) -> [Tint] {
    switch ground {
    case .grass: [Tint(0.3, 0.42, 0.16), Tint(0.4, 0.47, 0.2), Tint(0.24, 0.35, 0.14), Tint(0.5, 0.48, 0.26)]
    case .planks: [Tint(0.6, 0.42, 0.26), Tint(0.45, 0.3, 0.18), Tint(0.72, 0.57, 0.4), Tint(0.32, 0.23, 0.17)]
    case .tiles: [Tint(0.75, 0.73, 0.69), Tint(0.5, 0.47, 0.45), Tint(0.62, 0.45, 0.36), Tint(0.3, 0.31, 0.33)]
    case .carpet, .sofa:
      [
        Tint(0.55, 0.2, 0.18), Tint(0.3, 0.33, 0.45), Tint(0.6, 0.54, 0.45), Tint(0.36, 0.4, 0.32),
        Tint(0.47, 0.45, 0.46), Tint(0.72, 0.66, 0.56), Tint(0.4, 0.27, 0.2),
      ]
    case .sand: [Tint(0.76, 0.67, 0.5), Tint(0.64, 0.56, 0.45), Tint(0.55, 0.5, 0.45)]
    case .leaves: [Tint(0.42, 0.3, 0.18), Tint(0.35, 0.28, 0.2), Tint(0.5, 0.36, 0.18)]
    case .paving: [Tint(0.52, 0.5, 0.48), Tint(0.4, 0.4, 0.41), Tint(0.6, 0.5, 0.43)]
    }
  }

  private static func tints(of wall: Wall) -> [Tint] {
    switch wall {
    case .plaster, .wallpaper, .curtain:
      [
        Tint(0.8, 0.77, 0.7), Tint(0.6, 0.66, 0.68), Tint(0.7, 0.62, 0.5), Tint(0.5, 0.55, 0.48),
        Tint(0.62, 0.48, 0.45), Tint(0.36, 0.4, 0.46), Tint(0.85, 0.84, 0.82),
      ]
    case .bricks: [Tint(0.55, 0.3, 0.22), Tint(0.62, 0.45, 0.36), Tint(0.5, 0.47, 0.45)]
    case .panels, .shelves:
      [Tint(0.42, 0.29, 0.18), Tint(0.6, 0.46, 0.32), Tint(0.28, 0.2, 0.15), Tint(0.75, 0.7, 0.63)]
    case .foliage: [Tint(0.2, 0.3, 0.12), Tint(0.33, 0.42, 0.18), Tint(0.14, 0.22, 0.12), Tint(0.45, 0.42, 0.2)]
    case .hills: [Tint(0.6, 0.72, 0.85), Tint(0.75, 0.78, 0.8), Tint(0.84, 0.76, 0.66), Tint(0.5, 0.6, 0.72)]
    }
  }

  private static func varied(_ tint: Tint, _ dice: inout Dice) -> Tint {
    (tint * dice(0.75...1.2) + Tint(dice(-0.05...0.05), dice(-0.04...0.04), dice(-0.05...0.05))).limited
  }
}
