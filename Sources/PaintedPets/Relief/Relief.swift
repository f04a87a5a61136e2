/// The pet's surface as the camera sees it: for each pixel how near it is, which way it faces and what fur grows there.
///
/// Each blob is an ellipsoid and has a height over every pixel. The higher one wins; where two are about as high they melt.
struct Relief {
  /// Pixels each way.
  let side: Int
  /// Pixels a head radius.
  let unit: Float
  /// Which way the surface faces (x, y down, z to the viewer), and how near it is in pixels.
  private(set) var surface: [SIMD4<Float>]
  /// Along, extremity, under and inner of the skin.
  private(set) var skin: [SIMD4<Float>]
  /// Which way fur lies in the picture, its length, and whether it is the head's.
  private(set) var fur: [SIMD4<Float>]

  /// How near an empty pixel is.
  static let nowhere: Float = -1e6

  init(_ blobs: [Blob], _ projection: Projection, side: Int) {
    self.side = side
    unit = projection.scale * Float(side)
    surface = Array(repeating: SIMD4(0, 0, 1, Self.nowhere), count: side * side)
    skin = Array(repeating: .zero, count: side * side)
    fur = skin
    for blob in blobs { add(Ellipsoid(blob, projection, side: side), blob) }
  }

  /// How near the surface is at a pixel, in pixels.
  func depth(_ x: Int, _ y: Int) -> Float {
    guard x >= 0, y >= 0, x < side, y < side else { return Self.nowhere }
    return surface[y * side + x].w
  }

  func covers(_ index: Int) -> Bool { surface[index].w > Self.nowhere }

  /// Share of the picture that is covered.
  var coverage: Float { Float(surface.count { $0.w > Self.nowhere }) / Float(surface.count) }

  private mutating func add(_ body: Ellipsoid, _ blob: Blob) {
    let softness = max(blob.blend * unit, 0.01)
    let perUnit = 1 / unit
    let skin = SIMD4(blob.skin.along, blob.skin.extremity, blob.skin.under, blob.skin.inner)
    let flow = Vector(blob.flow.x, -blob.flow.y, blob.flow.z)
    let fur = SIMD4(flow.x, flow.y, blob.skin.fur, blob.skin.isHead ? 1 : 0)
    for y in body.rows(side) {
      for x in body.columns(y, side) {
        let index = y &* side &+ x
        let hidden = surface[index].w - softness
        guard hidden < body.nearest, let offset = body.front(x, y), body.center.z + offset.z > hidden else { continue }
        var place = skin
        place.x += offset.dot(flow) * perUnit
        melt(index, SIMD4(body.normal(offset), body.center.z + offset.z), place, fur, softness)
      }
    }
  }

  /// The smooth maximum of two heights, and everything else mixed as they are.
  private mutating func melt(
    _ index: Int, _ other: SIMD4<Float>, _ otherSkin: SIMD4<Float>, _ otherFur: SIMD4<Float>, _ softness: Float
  ) {
    let old = surface[index]
    let share = min(max(0.5 + 0.5 * (other.w - old.w) / softness, 0), 1)
    if share == 0 { return }
    if share == 1 {
      (surface[index], skin[index], fur[index]) = (other, otherSkin, otherFur)
      return
    }
    var mixed = mix(old, other, share)
    mixed.w += softness * share * (1 - share)
    surface[index] = mixed
    skin[index] = mix(skin[index], otherSkin, share)
    fur[index] = mix(fur[index], otherFur, share)
  }
}

/// A blob in pixels: the points d from its centre with dᵀ A d = 1.
private struct Ellipsoid {
  let center: Vector
  private let reach: Vector
  private let rows: (x: Vector, y: Vector, z: Vector)
  private let perDepth: Float

  init(_ blob: Blob, _ projection: Projection, side: Int) {
    let unit = projection.scale * Float(side)
    let spot = projection.spot(blob.center) * Float(side)
    center = Vector(spot.x, spot.y, projection.depth(blob.center) * Float(side))
    reach = blob.reach * unit
    var (x, y, z) = (Vector.zero, Vector.zero, Vector.zero)
    for (axis, radius) in [(blob.axes.x, blob.radii.x), (blob.axes.y, blob.radii.y), (blob.axes.z, blob.radii.z)] {
      let a = Vector(axis.x, -axis.y, axis.z) / max(radius * unit, 0.05)
      x += a * a.x
      y += a * a.y
      z += a * a.z
    }
    rows = (x, y, z)
    perDepth = 1 / z.z
  }

  func rows(_ side: Int) -> Range<Int> { Self.range(center.y, reach.y, side) }

  /// The pixels of a row over which the body lies: where the discriminant of `front`, a parabola, is not negative.
  func columns(_ y: Int, _ side: Int) -> Range<Int> {
    let dy = Float(y) + 0.5 - center.y
    let a = rows.z.x * rows.z.x - rows.z.z * rows.x.x
    let b = (rows.z.x * rows.z.y - rows.z.z * rows.x.y) * dy
    let c = (rows.z.y * rows.z.y - rows.z.z * rows.y.y) * dy * dy + rows.z.z
    let root = b * b - a * c
    guard a < 0, root > 0 else { return 0..<0 }
    return Self.range(center.x - b / a, root.squareRoot() / -a, side)
  }

  private static func range(_ center: Float, _ reach: Float, _ side: Int) -> Range<Int> {
    let limit = Float(side)
    let low = Int(min(max(center - reach - 0.5, 0), limit))
    return low..<max(Int(min(max(center + reach + 1, 0), limit)), low)
  }

  /// The depth of the place that is nearest to the viewer.
  var nearest: Float { center.z + reach.z }

  /// The way the surface faces at a place that lies there from the centre.
  @inline(__always)
  func normal(_ offset: Vector) -> Vector { (rows.x * offset.x + rows.y * offset.y + rows.z * offset.z).unit }

  /// From the centre to the front of the surface at a pixel.
  @inline(__always)
  func front(_ x: Int, _ y: Int) -> Vector? {
    let (dx, dy) = (Float(x) + 0.5 - center.x, Float(y) + 0.5 - center.y)
    let b = rows.z.x * dx + rows.z.y * dy
    let c = rows.x.x * dx * dx + 2 * rows.x.y * dx * dy + rows.y.y * dy * dy - 1
    let discriminant = b * b - rows.z.z * c
    guard discriminant >= 0 else { return nil }
    return Vector(dx, dy, (discriminant.squareRoot() - b) * perDepth)
  }
}
