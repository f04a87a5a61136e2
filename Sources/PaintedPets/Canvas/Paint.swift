/// What an outline is filled with.
enum Paint {
  case plain(Tint, alpha: Float = 1)
  /// From one colour to another between two points.
  case linear(Spot, Tint, Spot, Tint)
  /// From the colour in the middle to the one at the edge.
  case radial(Spot, radius: Float, Tint, Tint)
  /// From a colour in the middle to nothing at the edge.
  case glow(Spot, radius: Float, Tint, alpha: Float)
}

/// One touch of the brush: an outline that is filled, or a line of a width in sides of the picture.
struct Dab {
  var path: Path
  var paint: Paint
  var width: Float?

  static func area(_ path: Path, _ paint: Paint) -> Dab { Dab(path: path, paint: paint) }

  static func line(_ path: Path, _ tint: Tint, alpha: Float = 1, width: Float) -> Dab {
    Dab(path: path, paint: .plain(tint, alpha: alpha), width: width)
  }
}
