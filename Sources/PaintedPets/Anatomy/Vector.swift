internal import Foundation

/// A point or a direction: x to the pet's left, y up, z to where it looks.
///
/// In the picture x goes right, y down and z towards the viewer.
typealias Vector = SIMD3<Float>

extension SIMD3<Float> {
  @inline(__always)
  func dot(_ other: Vector) -> Float { x * other.x + y * other.y + z * other.z }

  func cross(_ other: Vector) -> Vector {
    Vector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  var length: Float { dot(self).squareRoot() }

  /// The same direction with length 1; a vector without one points up.
  @inline(__always)
  var unit: Vector {
    let length = length
    return length > 1e-6 ? self * (1 / length) : Vector(0, 1, 0)
  }

  /// The same point on the pet's other side.
  var mirrored: Vector { Vector(-x, y, z) }
}

/// From `low` at 0 to `high` at 1.
@inline(__always)
func mix<Value: SIMD>(_ low: Value, _ high: Value, _ share: Float) -> Value where Value.Scalar == Float {
  low + (high - low) * share
}

@inline(__always)
func mix(_ low: Float, _ high: Float, _ share: Float) -> Float { low + (high - low) * share }

/// 0 below `low`, 1 above `high`, smooth between.
@inline(__always)
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
  let t = min(max((value - low) / (high - low), 0), 1)
  return t * t * (3 - 2 * t)
}

/// A turn of space: where the three axes go.
struct Rotation {
  var x = Vector(1, 0, 0)
  var y = Vector(0, 1, 0)
  var z = Vector(0, 0, 1)

  static let none = Rotation()

  @inline(__always)
  func callAsFunction(_ vector: Vector) -> Vector { x * vector.x + y * vector.y + z * vector.z }

  /// The right turn first, then the left.
  static func * (left: Rotation, right: Rotation) -> Rotation {
    Rotation(x: left(right.x), y: left(right.y), z: left(right.z))
  }

  /// A turn about the vertical axis, in radians: positive looks to the pet's left.
  static func yaw(_ angle: Float) -> Rotation {
    Rotation(x: Vector(cos(angle), 0, -sin(angle)), z: Vector(sin(angle), 0, cos(angle)))
  }

  /// A nod, in radians: positive looks down.
  static func pitch(_ angle: Float) -> Rotation {
    Rotation(y: Vector(0, cos(angle), sin(angle)), z: Vector(0, -sin(angle), cos(angle)))
  }

  /// A tilt, in radians.
  static func roll(_ angle: Float) -> Rotation {
    Rotation(x: Vector(cos(angle), sin(angle), 0), y: Vector(-sin(angle), cos(angle), 0))
  }
}
