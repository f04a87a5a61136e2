/// The shape of one animal, in radii of its head: what alone tells a cat from a dog.
struct Breed {
  var head: HeadShape
  var ears: EarShape
  var eyes: EyeShape
  var build: Build
  var tail: TailShape
}

/// Skull and muzzle.
struct HeadShape {
  /// Half the skull's extent each way.
  var skull: Vector
  /// How round the cheeks are.
  var cheek: Float
  /// How far the muzzle stands out from the skull.
  var muzzleLength: Float
  /// Half the muzzle's width at its root and at its end.
  var muzzleWidth: Float
  var muzzleTip: Float
  /// How far below the skull's middle the muzzle begins.
  var muzzleDrop: Float
  /// Size of the two cushions that whiskers grow from.
  var pad: Float
  /// Width of the nose.
  var nose: Float
  /// Length of whiskers; 0 is none.
  var whiskers: Float
  /// How far the corner of the mouth lies back.
  var mouth: Float
}

/// Both ears.
struct EarShape {
  enum Kind {
    /// Upright.
    case pricked
    /// Upright, with a tip that falls forward.
    case button
    /// Hanging beside the cheeks.
    case floppy
    /// Small and folded down over the skull.
    case folded
  }

  var kind: Kind
  var length: Float
  /// Half the width at the root.
  var width: Float
  /// How far from the middle of the skull they sit: 0 on top, 1 at the side.
  var spread: Float
  /// How far they lean outwards, in radians.
  var lean: Float
  /// 0 pointed, 1 round.
  var roundness: Float
}

/// Both eyes.
struct EyeShape {
  var size: Float
  /// Distance of each from the middle.
  var spacing: Float
  var height: Float
  /// How far the outer corner lies higher, in radians.
  var slant: Float
  /// Height of the opening in widths.
  var openness: Float
  /// Width of the pupil in heights: 1 round.
  var pupil: Float
  /// Height of the pupil, of the iris.
  var pupilSize: Float
}

/// Trunk, neck and legs.
struct Build {
  var leg: Float
  var length: Float
  var chestWidth: Float
  var chestDepth: Float
  /// Depth of the waist, of the chest's.
  var waist: Float
  var rump: Float
  var neck: Float
  var neckWidth: Float
  var legWidth: Float
  var paw: Float
}

/// The tail.
struct TailShape {
  enum Carriage: CaseIterable {
    case hanging, level, raised, curled
  }

  var length: Float
  var root: Float
  var tip: Float
  var carriage: Carriage
  /// How far it swings to a side.
  var swing: Float
}
