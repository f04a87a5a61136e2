/// Colour, pattern and texture of the fur; the same chances for cats and dogs.
struct Coat {
  enum Pattern: CaseIterable {
    case solid, stripes, spots, patches, points, saddle, ticked
  }

  var base: Tint
  var marks: Tint
  var pattern: Pattern
  /// How much of the pet is white: 0 nothing, 1 nearly all.
  var white: Float
  /// Stripes a head radius.
  var density: Float
  /// Length of the fur, in head radii.
  var fur: Float
  /// How much the fur goes its own way.
  var mess: Float
  /// How strongly single hairs show.
  var contrast: Float
  /// Where in the noise this pet lies.
  var place: Vector
  var nose: Tint
  var iris: Tint

  init(_ dice: inout Dice) {
    base = Self.varied(dice.one(of: Self.furs), &dice)
    marks = Self.varied(dice.one(of: Self.furs), &dice)
    pattern = dice.one(
      among: [
        (.solid, 0.22), (.stripes, 0.2), (.spots, 0.1), (.patches, 0.16), (.points, 0.1), (.saddle, 0.12),
        (.ticked, 0.1),
      ])
    white = dice.chance(0.5) ? dice(0.15...0.75) : 0
    density = dice(1.6...3.2)
    let lengths: [(ClosedRange<Float>, Float)] = [(0.1...0.18, 0.5), (0.18...0.32, 0.35), (0.32...0.5, 0.15)]
    fur = dice(dice.one(among: lengths))
    mess = dice(0.15...0.9)
    contrast = dice(0.25...0.6)
    place = dice.place(within: 32)
    nose = dice.one(of: [Tint(0.1, 0.09, 0.09), Tint(0.14, 0.1, 0.1), Tint(0.62, 0.38, 0.36), Tint(0.36, 0.22, 0.18)])
    iris = dice.one(
      of: [
        Tint(0.75, 0.52, 0.14), Tint(0.45, 0.28, 0.1), Tint(0.28, 0.17, 0.08), Tint(0.5, 0.58, 0.2),
        Tint(0.42, 0.58, 0.72), Tint(0.66, 0.6, 0.22),
      ])
  }

  /// Makes fur, nose and eyes of one colour.
  mutating func dye(_ tint: Tint) { (base, marks, nose, iris, white) = (tint, tint, tint, tint, 0) }

  /// Black, greys, whites, creams, reds and browns.
  private static let furs: [Tint] = [
    Tint(0.1, 0.095, 0.1), Tint(0.15, 0.14, 0.14), Tint(0.27, 0.27, 0.29), Tint(0.47, 0.47, 0.49),
    Tint(0.7, 0.69, 0.68), Tint(0.92, 0.9, 0.86), Tint(0.87, 0.77, 0.6), Tint(0.75, 0.58, 0.39),
    Tint(0.73, 0.43, 0.18), Tint(0.52, 0.27, 0.13), Tint(0.31, 0.19, 0.12), Tint(0.43, 0.32, 0.21),
    Tint(0.8, 0.66, 0.45), Tint(0.58, 0.5, 0.4),
  ]

  private static func varied(_ tint: Tint, _ dice: inout Dice) -> Tint {
    (tint * dice(0.82...1.15) + Tint(dice(-0.03...0.03), dice(-0.02...0.02), dice(-0.03...0.03))).limited
  }
}
