/// The pet's surface as the camera sees it: for each pixel how near it is, which way it faces and what fur grows there.
///
/// Each blob is an ellipsoid and has a height over every pixel. The higher one wins; where two are about as high they melt.
struct Relief {
  /// What is known of the surface at a pixel.
  struct Place {
    /// Which way it faces: x right, y down, z to the viewer.
    var normal: Vector
    /// Along, extremity, under and inner of the skin.
    var skin: SIMD4<Float>
    /// Which way fur lies in the picture, its length, and whether it is the head's.
    var fur: SIMD4<Float>

    fileprivate static let empty = Place(normal: Vector(0, 0, 1), skin: .zero, fur: .zero)
  }

  /// Pixels each way.
  let side: Int
  /// Pixels a head radius.
  let unit: Float
  /// How near the surface is, in pixels.
  private(set) var depths: [Float]
  private(set) var places: [Place]

  /// How near an empty pixel is.
  static let nowhere: Float = -1e6

  init(_ blobs: [Blob], _ projection: Projection, side: Int) {
    self.side = side
    unit = projection.scale * Float(side)
    depths = Array(repeating: Self.nowhere, count: side * side)
    places = Array(repeating: .empty, count: side * side)
    for blob in blobs { add(Ellipsoid(blob, projection, side: side), blob) }
  }

  /// How near the surface is at a pixel, in pixels.
  func depth(_ x: Int, _ y: Int) -> Float {
    guard x >= 0, y >= 0, x < side, y < side else { return Self.nowhere }
    return depths[y &* side &+ x]
  }

  func covers(_ index: Int) -> Bool { depths[index] > Self.nowhere }

  private mutating func add(_ body: Ellipsoid, _ blob: Blob) {
    let softness = max(blob.blend * unit, 0.01)
    let skin = SIMD4(blob.skin.along, blob.skin.extremity, blob.skin.under, blob.skin.inner)
    let flow = Vector(blob.flow.x, -blob.flow.y, blob.flow.z)
    let fur = SIMD4(flow.x, flow.y, blob.skin.fur, blob.skin.isHead ? 1 : 0)
    let along = flow / unit
    for y in body.rows(side) {
      let row = body.row(y)
      for x in row.columns(side) {
        let index = y &* side &+ x
        let hidden = depths[index] - softness
        guard hidden < body.nearest, let offset = row.front(x), body.center.z + offset.z > hidden else { continue }
        var place = Place(normal: body.normal(offset), skin: skin, fur: fur)
        place.skin.x += offset.dot(along)
        melt(index, place, body.center.z + offset.z, softness)
      }
    }
  }

  /// The smooth maximum of two heights, and everything else mixed as they are.
  @inline(__always)
  private mutating func melt(_ index: Int, _ other: Place, _ depth: Float, _ softness: Float) {
    let old = depths[index]
    let share = min(0.5 + 0.5 * (depth - old) / softness, 1)
    guard share < 1 else {
      (depths[index], places[index]) = (depth, other)
      return
    }
    depths[index] = mix(old, depth, share) + softness * share * (1 - share)
    let place = places[index]
    places[index] = Place(
      normal: mix(place.normal, other.normal, share), skin: mix(place.skin, other.skin, share),
      fur: mix(place.fur, other.fur, share))
  }
}

// MARK: - Coverage

extension Relief {
  /// The share of a picture of so many pixels each way that blobs cover.
  static func coverage(of blobs: [Blob], _ projection: Projection, side: Int) -> Float {
    var isCovered = [Bool](repeating: false, count: side * side)
    for blob in blobs {
      let body = Ellipsoid(blob, projection, side: side)
      for y in body.rows(side) {
        for x in body.row(y).columns(side) { isCovered[y &* side &+ x] = true }
      }
    }
    return Float(isCovered.count { $0 }) / Float(isCovered.count)
  }
}
