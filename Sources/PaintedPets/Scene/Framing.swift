/// What of the pet is in the picture, and how large.
struct Framing {
  enum Cut: CaseIterable {
    case whole, bust, portrait
  }

  var cut: Cut
  /// Share of the picture that what is to be seen would cover if it were whole.
  var share: Float
  /// How far its middle is from the picture's, in sides.
  var offset: SIMD2<Float>
  /// How far above the pet the camera is, in radians.
  var elevation: Float
  /// How far the picture's own blur reaches, in its sides.
  var blur: Float
  /// Standard deviation of the noise.
  var noise: Float

  init(_ dice: inout Dice, hardness: Hardness) {
    let whole = 1 - hardness.portraits - hardness.busts
    cut = dice.one(among: [(.whole, whole), (.bust, hardness.busts), (.portrait, hardness.portraits)])
    share = dice(hardness.share)
    offset = SIMD2(dice.near(0, hardness.offset), dice.near(0, hardness.offset * 0.7))
    elevation = dice(0.05...0.42)
    blur = dice(hardness.blur) / 100
    noise = dice(hardness.noise)
  }
}
