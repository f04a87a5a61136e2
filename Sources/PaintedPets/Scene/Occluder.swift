/// Something between the viewer and the pet.
struct Occluder {
  enum Kind: CaseIterable {
    case grass, leaves, edge, post, cloth
  }

  var kind: Kind
  /// How far it reaches into the picture, in sides.
  var reach: Float
  /// Where along the side it grows, 0…1.
  var place: Float
  var tint: Tint
  var seed: UInt64

  init(_ dice: inout Dice) {
    kind = dice.one(among: [(.grass, 0.32), (.leaves, 0.24), (.edge, 0.18), (.post, 0.12), (.cloth, 0.14)])
    reach = dice(0.06...0.22)
    place = dice(0...1)
    let isPlant = kind == .grass || kind == .leaves
    let tints =
      isPlant
      ? [Tint(0.3, 0.42, 0.15), Tint(0.45, 0.47, 0.2), Tint(0.2, 0.32, 0.14), Tint(0.55, 0.48, 0.25)]
      : [Tint(0.45, 0.31, 0.2), Tint(0.7, 0.66, 0.6), Tint(0.3, 0.3, 0.34), Tint(0.55, 0.24, 0.2), Tint(0.3, 0.4, 0.5)]
    tint = (dice.one(of: tints) * dice(0.75...1.2)).limited
    seed = UInt64(dice.number(below: 1 << 30))
  }
}
