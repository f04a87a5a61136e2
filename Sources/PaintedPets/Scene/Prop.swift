/// A thing that stands about.
struct Prop {
  enum Kind: CaseIterable {
    case box, ball, cushion, plant, pot, books, bottle, stone, tent, post
  }

  var kind: Kind
  /// Where it stands, in sides of the picture.
  var foot: SIMD2<Float>
  /// Width and height, in sides.
  var size: SIMD2<Float>
  var tint: Tint
  /// In radians.
  var tilt: Float
  /// What its details are drawn from.
  var seed: UInt64

  init(_ dice: inout Dice, horizon: Float) {
    kind = dice.one(of: Kind.allCases)
    foot = SIMD2(dice(-0.05...1.05), dice(horizon...min(horizon + 0.45, 1)))
    let nearness = 0.6 + (foot.y - horizon) * 1.6
    size = SIMD2(dice(0.08...0.24), dice(0.1...0.3)) * nearness
    let tints = [
      Tint(0.7, 0.25, 0.2), Tint(0.25, 0.4, 0.62), Tint(0.85, 0.75, 0.4), Tint(0.36, 0.5, 0.3), Tint(0.8, 0.78, 0.73),
      Tint(0.2, 0.2, 0.22), Tint(0.6, 0.42, 0.27), Tint(0.5, 0.36, 0.5), Tint(0.76, 0.55, 0.4), Tint(0.45, 0.28, 0.16),
    ]
    tint = (dice.one(of: tints).saturated(dice(0.5...1)) * dice(0.75...1.15)).limited
    tilt = dice.near(0, 0.1)
    seed = UInt64(dice.number(below: 1 << 30))
  }
}
