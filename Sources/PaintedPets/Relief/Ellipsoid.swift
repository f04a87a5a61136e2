/// A blob in pixels: the points d from its centre with dᵀ A d = 1.
struct Ellipsoid {
  let center: Vector
  private let reach: Vector
  private let matrix: Rotation

  init(_ blob: Blob, _ projection: Projection, side: Int) {
    let unit = projection.scale * Float(side)
    let spot = projection.spot(blob.center) * Float(side)
    center = Vector(spot.x, spot.y, projection.depth(blob.center) * Float(side))
    reach = blob.reach * unit
    var sum = Rotation(x: .zero, y: .zero, z: .zero)
    for (axis, radius) in [(blob.axes.x, blob.radii.x), (blob.axes.y, blob.radii.y), (blob.axes.z, blob.radii.z)] {
      let a = Vector(axis.x, -axis.y, axis.z) / max(radius * unit, 0.05)
      sum.x += a * a.x
      sum.y += a * a.y
      sum.z += a * a.z
    }
    matrix = sum
  }

  /// The depth of the place that is nearest to the viewer.
  var nearest: Float { center.z + reach.z }

  /// The rows over which it lies, of so many.
  func rows(_ side: Int) -> Range<Int> { Self.range(center.y, reach.y, side) }

  /// The way the surface faces at a place that lies there from the centre.
  @inline(__always)
  func normal(_ offset: Vector) -> Vector { matrix(offset).unit }

  fileprivate static func range(_ center: Float, _ reach: Float, _ side: Int) -> Range<Int> {
    let limit = Float(side)
    let low = Int(min(max(center - reach - 0.5, 0), limit))
    return low..<max(Int(min(max(center + reach + 1, 0), limit)), low)
  }
}

extension Ellipsoid {
  /// What an ellipsoid is on one row of pixels: z = (√(a x² + 2 b x + c) − d x − e) / A₃₃, x from its centre.
  struct Row {
    private let y: Float
    private let middle: Float
    private let (a, b, c): (Float, Float, Float)
    private let (d, e): (Float, Float)
    private let perDepth: Float

    fileprivate init(_ matrix: Rotation, _ center: Vector, _ row: Int) {
      let (x, y, z) = (matrix.x, matrix.y, matrix.z)
      let dy = Float(row) + 0.5 - center.y
      self.y = dy
      middle = center.x - 0.5
      a = z.x * z.x - z.z * x.x
      b = (z.x * z.y - z.z * x.y) * dy
      c = (z.y * z.y - z.z * y.y) * dy * dy + z.z
      (d, e, perDepth) = (z.x, z.y * dy, 1 / z.z)
    }

    /// The pixels over which it lies, of so many.
    func columns(_ side: Int) -> Range<Int> {
      let root = b * b - a * c
      guard a < 0, root > 0 else { return 0..<0 }
      return Ellipsoid.range(middle + 0.5 - b / a, root.squareRoot() / -a, side)
    }

    /// From the centre to the front of the surface at a pixel.
    @inline(__always)
    func front(_ column: Int) -> Vector? {
      let x = Float(column) - middle
      let square = (a * x + 2 * b) * x + c
      guard square >= 0 else { return nil }
      return Vector(x, y, (square.squareRoot() - d * x - e) * perDepth)
    }
  }

  func row(_ y: Int) -> Row { Row(matrix, center, y) }
}
