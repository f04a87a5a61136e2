internal import Tensors

/// Smooth and rough randomness, made once and looked up for every pixel.
struct Noise: Sendable {
  private static let cells = 32
  private static let grains = 256
  /// [cells, cells, cells], from 0 to 1.
  private let lattice: [Float]
  /// [grains, grains], from 0 to 1.
  private let grain: [Float]

  init() {
    var generator = RandomGenerator(seed: 1, purpose: "painted pets noise")
    lattice = (0..<Self.cells * Self.cells * Self.cells).map { _ in generator.uniform() }
    grain = (0..<Self.grains * Self.grains).map { _ in generator.uniform() }
  }

  /// A value that changes smoothly, about once a unit; from 0 to 1, with a mean of ½.
  func callAsFunction(_ place: Vector) -> Float {
    let floor = place.rounded(.down)
    let t = place - floor
    let s = t * t * (Vector(repeating: 3) - 2 * t)
    let mask = Self.cells - 1
    let (x, y, z) = (Int(floor.x) & mask, Int(floor.y) & mask, Int(floor.z) & mask)
    let (right, down, back) = ((x + 1) & mask, ((y + 1) & mask) * 32, ((z + 1) & mask) * 1024)
    let (top, front) = (y * 32, z * 1024)
    let near = SIMD4(
      lattice[front + top + x], lattice[front + down + x], lattice[back + top + x], lattice[back + down + x])
    let far = SIMD4(
      lattice[front + top + right], lattice[front + down + right], lattice[back + top + right],
      lattice[back + down + right])
    let rows = near + (far - near) * s.x
    return mix(mix(rows[0], rows[1], s.y), mix(rows[2], rows[3], s.y), s.z)
  }

  /// Three sizes of it, added; from 0 to 1.
  func cloud(_ place: Vector) -> Float {
    (self(place) + 0.5 * self(place * 2.1 + Vector(repeating: 5.3)) + 0.25 * self(place * 4.3 + Vector(repeating: 9.1)))
      / 1.75
  }

  /// A grain of white noise, from 0 to 1.
  func grain(_ x: Int, _ y: Int) -> Float { grain[(y & (Self.grains - 1)) * Self.grains + (x & (Self.grains - 1))] }

  /// White noise between four grains.
  func grain(_ x: Float, _ y: Float) -> Float {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (column, row) = (Int(left), Int(top))
    let upper = mix(grain(column, row), grain(column + 1, row), x - left)
    let lower = mix(grain(column, row + 1), grain(column + 1, row + 1), x - left)
    return mix(upper, lower, y - top)
  }
}
