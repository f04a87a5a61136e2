internal import Foundation

/// Where the light comes from and what colour it has.
struct Light {
  /// To the light, in the picture's coordinates: x right, y down, z to the viewer.
  var direction: Vector
  var color: Tint
  /// What comes from everywhere.
  var ambient: Tint
  /// 0 overcast, without shadows, 1 sun.
  var hardness: Float
  /// What the camera makes of it all.
  var exposure: Float
  var contrast: Float
  var tint: Tint

  init(_ dice: inout Dice, hardness: Hardness) {
    let azimuth = dice(-1.35...1.35)
    let elevation = dice(0.5...1.2)
    direction =
      Vector(
        sin(azimuth) * cos(elevation), -sin(elevation), cos(azimuth) * cos(elevation) * 0.9 + 0.15
      ).unit
    let warmth = dice.near(0, 0.5)
    color = Tint(1 + 0.12 * warmth, 1, 1 - 0.16 * warmth) * dice(0.75...1.05)
    ambient = Tint(1 - 0.06 * warmth, 1, 1 + 0.07 * warmth) * dice(0.34...0.55)
    self.hardness = dice(0...1)
    exposure = dice.near(1.22, hardness.exposure)
    contrast = dice.near(1, hardness.contrast)
    tint = Tint(dice.near(1, hardness.cast), 1, dice.near(1, hardness.cast))
  }
}
