internal import Tensors

/// Smooth and rough randomness, made once and looked up for every pixel.
struct Noise: Sendable {
  private static let cells = 32
  private static let grains = 256
  /// Makes all places positive, so that they are rounded down by cutting off; a multiple of both sizes.
  private static let shift: Float = 1024
  /// [cells, cells, cells] values from 0 to 1: of a place, of the one below, of the one behind, and of that below it.
  private let lattice: [SIMD4<Float>]
  /// [grains, grains], from 0 to 1.
  private let grain: [Float]

  init() {
    var generator = RandomGenerator(seed: 1, purpose: "painted pets noise")
    lattice = Self.edges((0..<Self.cells * Self.cells * Self.cells).map { _ in generator.uniform() })
    grain = (0..<Self.grains * Self.grains).map { _ in generator.uniform() }
  }

  /// What lies at the four corners of a cell's left side, so that one look finds them.
  private static func edges(_ values: [Float]) -> [SIMD4<Float>] {
    values.indices.map { index in
      let here = index & (cells * cells - 1)
      let below = here & (cells - 1) | (here + cells) & (cells * (cells - 1))
      let front = index - here
      let back = (front + cells * cells) & (values.count - 1)
      return SIMD4(values[front + here], values[front + below], values[back + here], values[back + below])
    }
  }

  /// A value that changes smoothly, about once a unit; from 0 to 1, with a mean of ½.
  func callAsFunction(_ place: Vector) -> Float {
    let positive = place + Vector(repeating: Self.shift)
    let (column, row, layer) = (Int(positive.x), Int(positive.y), Int(positive.z))
    let t = positive - Vector(Float(column), Float(row), Float(layer))
    let s = t * t * (3 - 2 * t)
    let mask = Self.cells - 1
    let line = (row & mask) &* Self.cells &+ (layer & mask) &* (Self.cells * Self.cells)
    let (near, far) = (lattice[line &+ (column & mask)], lattice[line &+ ((column &+ 1) & mask)])
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
    let (across, along) = (x + Self.shift, y + Self.shift)
    let (column, row) = (Int(across), Int(along))
    let (s, t) = (across - Float(column), along - Float(row))
    let upper = mix(grain(column, row), grain(column &+ 1, row), s)
    let lower = mix(grain(column, row &+ 1), grain(column &+ 1, row &+ 1), s)
    return mix(upper, lower, t)
  }
}
