/// Which pixel each new pixel takes along one axis.
///
/// Pillow adds the scale up from pixel to pixel, in double precision, and rounds down (Geometry.c, ImagingScaleAffine); where
/// a place falls on a whole number, its rounding decides, so it is repeated here.
struct NearestAxis {
  /// Places in pixels.
  let places: [Int]

  init(over extent: Int, from offset: Int, to count: Int) {
    let scale = Double(extent) / Double(count)
    var place = scale * 0.5
    var places: [Int] = []
    places.reserveCapacity(count)
    for _ in 0..<count {
      places.append(offset + min(Int(place), extent - 1))
      place += scale
    }
    self.places = places
  }
}
