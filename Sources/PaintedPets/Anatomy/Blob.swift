/// An ellipsoid of flesh and fur; a pet is a hundred of them that melt into each other.
struct Blob {
  var center: Vector
  /// Half its extent along each of its own axes.
  var radii: Vector
  /// Where its own axes point.
  var axes = Rotation.none
  /// Over how much depth it melts into what is there already.
  var blend: Float = 0.2
  /// Where its fur points.
  var flow = Vector(0, -1, 0)
  /// What the coat asks.
  var skin = Skin()

  /// The same on the pet's other side.
  var mirrored: Blob {
    var other = self
    other.center = center.mirrored
    other.axes = Rotation(x: axes.x.mirrored, y: axes.y.mirrored, z: axes.z.mirrored)
    other.flow = flow.mirrored
    return other
  }

  /// Turned about the origin, then moved.
  func placed(_ turn: Rotation, at origin: Vector) -> Blob {
    var other = self
    other.center = turn(center) + origin
    other.axes = turn * axes
    other.flow = turn(flow)
    return other
  }
}

/// What a coat needs to know of a place on the pet.
struct Skin {
  /// How far along the way the fur lies, in head radii: where stripes are.
  var along: Float = 0
  /// 0 on the trunk, 1 at ears, muzzle, paws and the tail's end.
  var extremity: Float = 0
  /// 0 on the back, 1 on chest, belly, muzzle and paws, where white grows first.
  var under: Float = 0
  /// 1 in the hollow of an ear, −1 on the nose.
  var inner: Float = 0
  /// Length of the fur, of what the coat has.
  var fur: Float = 1
  var isHead = false
}
